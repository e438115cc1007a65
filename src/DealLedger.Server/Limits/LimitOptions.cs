namespace DealLedger.Server.Limits;

/// <summary>How much of a server one caller, one address and one tenant may take. What is above is refused (<c>too-many-requests</c>), to be tried again.</summary>
public sealed record LimitOptions
{
    /// <summary>How many requests a second a caller who signed in may send in the long run, 1 or more.</summary>
    public int RequestsASecond { get; init; } = 50;

    /// <summary>How many requests a caller may send at once after a pause, 1 or more.</summary>
    public int Burst { get; init; } = 500;

    /// <summary>
    /// How many requests an address may send in a second in the long run, before anybody asks whose they are, 1 or more. Where nobody has to sign in
    /// the loopback address is not limited.
    /// </summary>
    public int RequestsASecondOfAnAddress { get; init; } = 200;

    /// <summary>How many requests an address may send at once after a pause, 1 or more.</summary>
    public int BurstOfAnAddress { get; init; } = 2_000;

    /// <summary>How many requests of a tenant are answered at the same time, 1 or more: as many connections to the database it takes at the most.</summary>
    public int AtOnce { get; init; } = 32;

    /// <summary>How many requests of a tenant wait for their turn, 0 or more.</summary>
    public int Waiting { get; init; } = 512;
}
