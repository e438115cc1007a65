using DealLedger.Server.Tables;

namespace DealLedger.Server.Pages.Find;

/// <summary>The page of found deals as a table.</summary>
public static class FindTables
{
    /// <summary>The tables of a page.</summary>
    public static TableFile Of(FindModel model) => new("found", [
        new SheetTable(
            "Deals", ["Id", "Deal", "Account", "Account's name", "Owner", "Owner's name", "Stage", "Outcome", "Closes", "Amount", "Currency"],
            [
                .. (model.Answer?.Deals ?? []).Select(d => new[]
                {
                    SheetCell.Of(d.Id), SheetCell.Of(d.Name), SheetCell.Of(d.Account), SheetCell.Of(d.AccountName), SheetCell.Of(d.Owner), SheetCell.Of(d.OwnerName),
                    SheetCell.Of(d.Stage), SheetCell.Of(d.Outcome), SheetCell.Of(d.CloseDate), SheetCell.Of(d.Amount), SheetCell.Of(d.Currency),
                }),
            ]),
    ]);
}
