using System.Globalization;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests;

/// <summary>A visit of a page in a window of its own. At its end nothing may have gone wrong in the browser: no error, and nothing that the policy for content forbids.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];
    private readonly List<string> _expected = ["Failed to load resource: the server responded with a status of 4"];

    public Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !_expected.Exists(message.Text.Contains))
            {
                _errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _errors.Add(error);
        page.Dialog += (_, dialog) => _errors.Add($"a dialog: {dialog.Message}");
    }

    public IPage Page { get; }

    /// <summary>Lets the browser complain of this; it always names refusals, which pages tell of themselves.</summary>
    public void Expect(string complaint) => _expected.Add(complaint);

    /// <summary>What the page is asked, by name.</summary>
    public IReadOnlyDictionary<string, string> Asked
    {
        get
        {
            var query = new Uri(Page.Url).Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
            return query.Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));
        }
    }

    /// <summary>What the API is to be asked for the very same: the page's permanent link.</summary>
    public async Task<string> ApiAsync(string path)
    {
        var exact = await Page.Locator(".exports a", new PageLocatorOptions { HasText = "Permanent link" }).GetAttributeAsync("href");
        return path + new Uri(new Uri(Page.Url), exact).Query;
    }

    /// <summary>The number that stands in an element.</summary>
    public async Task<decimal> NumberAsync(string selector) => Number(await Page.Locator(selector).First.InnerTextAsync());

    /// <summary>The texts of all elements.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string selector) => await Page.Locator(selector).AllInnerTextsAsync();

    /// <summary>The numbers of all elements.</summary>
    public async Task<IReadOnlyList<decimal>> NumbersAsync(string selector) => [.. (await TextsAsync(selector)).Select(Number)];

    /// <summary>Waits until the address holds this.</summary>
    public Task AddressAsync(string part) => Page.WaitForFunctionAsync("part => location.href.includes(part)", part);

    /// <summary>Scrolls on until no more deals come.</summary>
    public Task ScrollThroughAsync() =>
        Page.WaitForFunctionAsync("() => { scrollTo(0, document.body.scrollHeight); return !document.querySelector('.next'); }");

    /// <summary>Nothing is wider than the window.</summary>
    public async Task ShouldFitAsync() =>
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, Page.Url);

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _errors.ShouldBeEmpty(string.Join(Environment.NewLine, _errors));
    }

    /// <summary>A number as the pages write it.</summary>
    public static decimal Number(string text) =>
        decimal.Parse(text.Replace('\u2212', '-').Trim().TrimStart('▲', '▼').Replace("+", "", StringComparison.Ordinal).Trim(), NumberStyles.Number, CultureInfo.InvariantCulture);
}
