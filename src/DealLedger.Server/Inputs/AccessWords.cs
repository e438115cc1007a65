using System.ComponentModel;
using System.Globalization;
using DealLedger.Core.Access;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>Which entries of the access log to list, as it is written.</summary>
public sealed record AccessWords
{
    /// <summary>Only entries of this instant or later; of a date its beginning. Default: all.</summary>
    [FromQuery(Name = "from"), Description("Only entries of this instant or later; of a date its beginning. Default: all.")]
    public string? From { get; init; }

    /// <summary>Only entries up to this instant; of a date its end. Default: all.</summary>
    [FromQuery(Name = "to"), Description("Only entries up to this instant; of a date its end. Default: all.")]
    public string? To { get; init; }

    /// <summary>Only entries of whoever signed in so (key:…, user:…), or of the person with this id. Default: all.</summary>
    [FromQuery(Name = "who"), Description("Only entries of whoever signed in so (key:…, user:…), or of the person with this id. Default: all.")]
    public string? Who { get; init; }

    /// <summary>Only entries with a smaller number: what the answer before told as 'next'. Default: all.</summary>
    [FromQuery(Name = "before"), Description("Only entries with a smaller number: what the answer before told as 'next'. Default: all.")]
    public string? Before { get; init; }

    /// <summary>How many entries are told, 1 to 10000. Default: 100.</summary>
    [FromQuery(Name = "limit"), Description("How many entries are told, 1 to 10000. Default: 100.")]
    public string? Limit { get; init; }

    /// <summary>The question that is meant.</summary>
    public AccessQuestion Read(InputReader read)
    {
        if (Who is { Length: 0 or > AccessNote.LongestText })
        {
            read.Refuse("who", $"'{InputReader.Short(Who)}' is nobody; write 1 to {AccessNote.LongestText} characters of how somebody signed in, or a person's id.");
        }

        return read.Checked(new AccessQuestion(
            read.Beginning("from", From), read.Instant("to", To), Clean(Who), Number(read),
            read.Number("limit", Limit, 1, AccessQuestion.MaxLimit, AccessQuestion.DefaultLimit)));
    }

    private long? Number(InputReader read)
    {
        if (Before is null)
        {
            return null;
        }

        if (long.TryParse(Before, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        read.Refuse("before", $"'{InputReader.Short(Before)}' is not the number of an entry; write what the answer before told as 'next', such as 1200.");
        return null;
    }

    // PostgreSQL takes no zero character; nobody has one.
    private static string? Clean(string? who) => who?.Replace('\0', ' ');
}
