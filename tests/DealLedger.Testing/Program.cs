using DealLedger.EmbeddedPostgres;

// Holds the server of the home that is named until its input ends; a test kills it before.
try
{
    var progress = new Progress<string>(Console.Error.WriteLine);
    await using var server = await EmbeddedServer.StartAsync(new HomeFolder(args[0]), TimeProvider.System, progress, CancellationToken.None);
    Console.WriteLine($"{server.ProcessId} {server.OwnerUri}");
    await Console.In.ReadToEndAsync();
    return 0;
}
catch (EmbeddedPostgresException refusal)
{
    Console.WriteLine($"{refusal.Code}: {refusal.Message}");
    return 1;
}
