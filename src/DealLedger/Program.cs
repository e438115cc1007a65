using DealLedger.Cli;

using var interruption = Interruption.Listen();
using var terminal = Terminal.Standard();
return await CommandLine.RunAsync(args, terminal, interruption);
