using DealLedger.Core.Calls;
using DealLedger.Core.Opportunities;
using DealLedger.Postgres;

namespace DealLedger.Server.Inputs;

/// <summary>A call as it is written: all but the note and the instant have to be there.</summary>
public sealed record SubmitCallWords(
    string? Period, string? For, string? Layer, string? Category, string? Amount, string? By, string? Note = null, string? At = null, string? Key = null)
{
    /// <summary>The call that is meant.</summary>
    public NewCall Read(InputReader read)
    {
        var request = OriginWords.Request(read, Key, "call", Period, For, Layer, Category, Amount, By, Note, At);
        var period = read.Period("period", Period ?? Missing(read, "period", "the period that it is for, such as 2026-Q2"));
        var who = Person(read, "for", For, "for whom it is, by id");
        var by = Person(read, "by", read.Author(By), "who states it, by id");
        var layer = read.Choice("layer", Layer ?? Missing(read, "layer", "rep, manager or leader"), CallWords.Layers);
        var category = read.Choice("category", Category ?? Missing(read, "category", "commit, mostLikely, bestCase, pipeline or closed"), CallWords.Categories);
        var amount = read.Amount("amount", Amount ?? Missing(read, "amount", "what is stated")) ?? 0;
        return read.Checked(new NewCall(new SubmitCall(period, who, layer, category, amount, read.Instant("at", At, "now"), by), Note, request));
    }

    private static string Person(InputReader read, string field, string? id, string what) =>
        string.IsNullOrWhiteSpace(id) ? Missing(read, field, what) ?? "" : InputReader.Id(field, id);

    private static string? Missing(InputReader read, string field, string what)
    {
        read.Refuse(field, $"The {field} is missing; say {what}.");
        return null;
    }
}
