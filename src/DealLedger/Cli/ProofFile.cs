using System.Text;
using DealLedger.Core.Sealing;

namespace DealLedger.Cli;

/// <summary>Proofs and kept seals as files.</summary>
internal static class ProofFile
{
    private const int LargestSeal = 64 * 1024;

    /// <summary>Writes a proof to a file, if one is named, and to the output where a document is asked for; both have the same bytes.</summary>
    public static async Task WriteAsync(CommandRun run, Proof proof, string? path, CancellationToken cancellation)
    {
        var file = proof.ToFile();
        if (path is not null)
        {
            await File.WriteAllBytesAsync(path, file, cancellation);
        }

        if (run.Globals.Form == OutputForm.Json)
        {
            await run.Terminal.Output.WriteAsync(Encoding.UTF8.GetString(file));
        }
    }

    /// <summary>The bytes of a proof's file.</summary>
    public static Task<byte[]> ReadAsync(string path, CancellationToken cancellation) => ReadAsync(path, Proof.LargestFile, cancellation);

    /// <summary>A seal that was kept, as it was printed; a fault when the file holds none.</summary>
    public static async Task<(Seal? Seal, string? Fault)> ReadSealAsync(string path, CancellationToken cancellation) =>
        Seal.TryRead(await ReadAsync(path, LargestSeal, cancellation), out var seal, out var fault)
            ? (seal, null)
            : (null, $"{path} holds no seal as 'seal --json' prints one: {fault}");

    private static async Task<byte[]> ReadAsync(string path, int largest, CancellationToken cancellation) => new FileInfo(path).Length <= largest
        ? await File.ReadAllBytesAsync(path, cancellation)
        : throw new UsageException($"{path} is larger than {largest / 1024} KB; name the file that was made for this.");
}
