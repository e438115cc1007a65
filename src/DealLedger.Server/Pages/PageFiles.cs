using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace DealLedger.Server.Pages;

/// <summary>The styles and scripts of the pages, which lie in wwwroot beside the executable, wherever it is started from.</summary>
public static class PageFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>The scripts of others that are there; they are fetched when the program is built, and without them the pages show tables alone.</summary>
    public static IReadOnlyList<string> Scripts { get; } =
        [.. new[] { "lib/htmx.min.js", "lib/echarts.min.js" }.Where(file => File.Exists(Path.Combine(Folder, file))).Select(file => "/" + file)];

    /// <summary>Serves the files; a browser asks each time whether its copy is still the newest.</summary>
    public static void UsePageFiles(this IApplicationBuilder app)
    {
        if (Directory.Exists(Folder))
        {
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(Folder),
                OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
            });
        }
    }
}
