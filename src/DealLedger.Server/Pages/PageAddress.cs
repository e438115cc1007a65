using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace DealLedger.Server.Pages;

/// <summary>The address of a page, which holds its whole state: a path, and what it is asked by name. Never changed; every link is a copy.</summary>
public sealed class PageAddress
{
    private readonly IReadOnlyList<(string Name, string Value)> _query;

    private PageAddress(string path, IReadOnlyList<(string Name, string Value)> query)
    {
        (Path, _query) = (path, query);
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>All that is asked, in its order.</summary>
    public IReadOnlyList<(string Name, string Value)> Query => _query;

    /// <summary>What is asked by this name, if anything is.</summary>
    public string? this[string name] => _query.FirstOrDefault(q => q.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The address of a request; a page takes each name once.</summary>
    public static PageAddress Of(HttpRequest request) =>
        new(request.Path.Value ?? "/", [.. request.Query.Select(q => (q.Key, q.Value.FirstOrDefault() ?? ""))]);

    /// <summary>The same page asked something else; an empty value asks no more for it.</summary>
    public PageAddress With(string name, string? value)
    {
        var query = _query.Where(q => !q.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (!string.IsNullOrEmpty(value))
        {
            query.Add((name, value));
        }

        return new PageAddress(Path, query);
    }

    /// <summary>The same page without these.</summary>
    public PageAddress Without(params IReadOnlyList<string> names) =>
        new(Path, [.. _query.Where(q => !names.Contains(q.Name, StringComparer.OrdinalIgnoreCase))]);

    /// <summary>Another page, asked only those of these names that are asked here.</summary>
    public PageAddress To(string path, params IReadOnlyList<string> kept) => new(path, [.. _query.Where(q => kept.Contains(q.Name, StringComparer.OrdinalIgnoreCase))]);

    /// <summary>The address as a link has it, with everything escaped.</summary>
    public override string ToString()
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in _query)
        {
            query.Add(name, value);
        }

        return Path + query.ToQueryString();
    }
}
