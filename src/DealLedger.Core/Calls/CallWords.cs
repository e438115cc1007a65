using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Calls;

/// <summary>Who speaks in a call (DEFINITIONS 6).</summary>
public enum CallLayer
{
    /// <summary>A rep, of their own deals.</summary>
    Rep,

    /// <summary>A manager, of a rep or of a team.</summary>
    Manager,

    /// <summary>The one who makes the final call, of a team.</summary>
    Leader,
}

/// <summary>Whose deals a call or a quota is about.</summary>
public enum CallScope
{
    /// <summary>The person's own deals.</summary>
    Own,

    /// <summary>The deals of the team that the person leads, with everyone below.</summary>
    Team,
}

/// <summary>The words for what a call says, as they are written, stored and shown.</summary>
public static class CallWords
{
    /// <summary>The layers.</summary>
    public static IReadOnlyList<(string Word, CallLayer Meaning)> Layers { get; } =
        [("rep", CallLayer.Rep), ("manager", CallLayer.Manager), ("leader", CallLayer.Leader)];

    /// <summary>The scopes.</summary>
    public static IReadOnlyList<(string Word, CallScope Meaning)> Scopes { get; } = [("own", CallScope.Own), ("team", CallScope.Team)];

    /// <summary>The categories that a call can be about: all but Omitted.</summary>
    public static IReadOnlyList<(string Word, ForecastCategory Meaning)> Categories { get; } =
    [
        ("commit", ForecastCategory.Commit), ("mostLikely", ForecastCategory.MostLikely), ("bestCase", ForecastCategory.BestCase),
        ("pipeline", ForecastCategory.Pipeline), ("closed", ForecastCategory.Closed),
    ];

    /// <summary>The word for one of them.</summary>
    public static string Of<T>(IReadOnlyList<(string Word, T Meaning)> words, T meaning)
        where T : struct, Enum => words.First(w => EqualityComparer<T>.Default.Equals(w.Meaning, meaning)).Word;

    /// <summary>What a stored word means; none for a word that there is not.</summary>
    public static T? Read<T>(IReadOnlyList<(string Word, T Meaning)> words, string? word)
        where T : struct, Enum
    {
        foreach (var (known, meaning) in words)
        {
            if (known == word)
            {
                return meaning;
            }
        }

        return null;
    }
}
