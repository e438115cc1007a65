using System.Runtime.InteropServices;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests;

/// <summary>A real browser: the Chromium of the system, or the one that CHROMIUM names.</summary>
internal static class Browser
{
    private const string Variable = "CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

    public static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Find(), Args = Arguments });
        return (playwright, browser);
    }

    // Chromium's own sandbox does not run for root.
    private static string[] Arguments => OperatingSystem.IsLinux() && Environment.UserName == "root" ? ["--no-sandbox"] : [];

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } told)
        {
            return File.Exists(told) ? told : throw new FileNotFoundException($"{Variable} names {told}, which is not there.");
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"The tests of the pages need Chromium, and {RuntimeInformation.OSDescription} has none on the PATH; install it (apt-get install chromium), or name it in {Variable}.");
    }
}
