using DealLedger.Server.Documents;
using Microsoft.AspNetCore.Components;

namespace DealLedger.Server.Pages;

/// <summary>A page that shows an answer, or why there is none.</summary>
public abstract class PageOf<TAnswer> : ComponentBase
    where TAnswer : class
{
    /// <summary>What it knows of its request.</summary>
    [Parameter, EditorRequired]
    public required PageFrame Frame { get; set; }

    /// <summary>What it shows; none when the question was refused.</summary>
    [Parameter]
    public TAnswer? Answer { get; set; }

    /// <summary>Why there is no answer.</summary>
    [Parameter]
    public ProblemDocument? Problem { get; set; }
}
