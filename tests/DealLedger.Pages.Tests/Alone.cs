namespace DealLedger.Pages.Tests;

/// <summary>Tests that write into the sample company: nobody else reads it meanwhile, for most tests hold a page against an answer at the same position.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public static class Alone;
