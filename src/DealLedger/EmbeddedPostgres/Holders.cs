namespace DealLedger.EmbeddedPostgres;

// The processes that use a home's server, one locked file each. Everything here happens under the start lock.
internal static class Holders
{
    public static Holder Register(HomeFolder home)
    {
        var path = Path.Combine(home.File("users"), $"{Environment.ProcessId}-{Guid.NewGuid():n}");
        var held = FileLock.Try(path, FileMode.CreateNew)
            ?? throw new EmbeddedPostgresException("home-not-writable", $"{path} cannot be created and locked; use a home folder on a local disk.");
        return new Holder(path, held);
    }

    /// <summary>True when a living process uses the server; removes what dead ones left.</summary>
    public static bool AnyAlive(HomeFolder home)
    {
        var alive = false;
        foreach (var path in Directory.EnumerateFiles(home.File("users")))
        {
            alive |= !RemoveIfStale(path);
        }

        return alive;
    }

    private static bool RemoveIfStale(string path)
    {
        try
        {
            using var held = FileLock.Try(path, FileMode.Open);
            if (held is null)
            {
                return false;
            }

            File.Delete(path);
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (EmbeddedPostgresException)
        {
            // Another user's process: whether it lives cannot be told, so it is taken to live.
            return false;
        }
    }
}

internal sealed class Holder(string path, FileLock held) : IDisposable
{
    public void Dispose()
    {
        held.Dispose();
        File.Delete(path);
    }
}
