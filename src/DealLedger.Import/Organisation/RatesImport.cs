using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;
using DealLedger.Import.Salesforce;
using DealLedger.Postgres;

namespace DealLedger.Import.Organisation;

/// <summary>
/// Takes in a file of rates: Currency, Rate (what one unit of it is worth), and as far as it has them In (the currency that the rate is
/// told in; the reporting currency where it has not), From and To (the first and the last day of the rate). One wrong row refuses the file.
/// </summary>
public sealed class RatesImport(RatesHandler rates)
{
    private const string Source = "rates";

    /// <summary>Records what the file tells and is not known; days are those of the settings' time zone. Returns the number of rates recorded.</summary>
    public async Task<long> RunAsync(TenantId tenant, FileInfo file, Settings settings, TimeWords time, CancellationToken cancellation)
    {
        await using var table = await ExportTable.OpenAsync(file.Directory!, file.Name, ["Currency", "Rate"], cancellation)
            ?? throw new RefusedException("file-missing", $"There is no file '{file.FullName}'; name a CSV file with the columns Currency, Rate, In, From, To.", "file");
        var told = new List<RateTold>();
        await foreach (var row in table.ReadAsync(cancellation))
        {
            var place = $"{file.Name}, line {table.Line}";
            var (of, @in, rate, from, to) = (row.RequiredText("Currency"), row.Text("In") ?? settings.ReportingCurrency, row.RequiredRate("Rate"), row.Date("From"), row.Date("To"));
            if (row.Fault is null && !CurrencyPair.TryParse($"{of}-{@in}", out _))
            {
                row.Refuse("Currency", of, $"a rate is of a currency in another one, both codes of three capital letters; this is of {of} in {@in}");
            }

            if (row.Fault is { } fault)
            {
                throw new RefusedException("row-refused", $"{place}, {fault.Field}, '{fault.Value}': {fault.Reason}. Nothing was recorded.", fault.Field);
            }

            told.Add(new RateTold(
                new CurrencyPair(of, @in), rate, from is { } first ? time.StartOf(first) : SettingsEvent.SinceEver, to is { } last ? time.StartOf(last.AddDays(1)) : null, place));
        }

        return await rates.RecordAsync(tenant, told, Source, Source, cancellation);
    }
}
