using DealLedger.Benchmarks.Data;
using DealLedger.Benchmarks.Yardsticks;

namespace DealLedger.Benchmarks;

/// <summary>A made-up company of one size in a database of its own: its ledger, and what a company without one keeps; loaded at first use.</summary>
internal sealed class Company(BenchmarkServer server, MadeUpHistory history, SnapshotDays days) : IAsyncDisposable
{
    // Small enough that a slice is in the order of time and hardly any deal is in it twice.
    public const int EventsOfASlice = 10_000;

    // After every slice: the last position, and how many events a second the ledger took in.
    private readonly List<(long Last, double Rate)> _slices = [];

    private MeasuredLedger? _ledger;
    private (RawLog Raw, Samples Rates)? _copied;
    private SnapshotTable? _snapshots;

    public MadeUpHistory History => history;

    public NaiveAnswers Naive { get; } = new(history);

    /// <summary>What is still to be appended to the ledger, one change after the other.</summary>
    public AppendPlan Ahead { get; } = new(history);

    public string Scale => MeasuredLedger.Size(history.Deals.Count, history.Events);

    /// <summary>How many events a second the ledger took in, slice by slice.</summary>
    public Samples Loaded => new([.. _slices.Select(s => s.Rate)]);

    /// <summary>How many events a second its read models were made of at first.</summary>
    public double Rebuilt { get; private set; }

    /// <summary>The ledger with the history in it, recorded in the order of time, and its people.</summary>
    public async Task<MeasuredLedger> LedgerAsync(CancellationToken cancellation)
    {
        if (_ledger is null)
        {
            Workbench.Tell($"Loading {Scale}");
            _ledger = await MeasuredLedger.CreateAsync(server, cancellation);
            await LoadAsync(_ledger, cancellation);
        }

        return _ledger;
    }

    /// <summary>Plain tables that hold the same events as the ledger, and how many a second COPY brought in, slice by slice.</summary>
    public async Task<(RawLog Raw, Samples Copied)> RawAsync(CancellationToken cancellation)
    {
        var ledger = await LedgerAsync(cancellation);
        if (_copied is null)
        {
            Workbench.Tell("Copying its log");
            var raw = await RawLog.CreateAsync(ledger.Database.Owner, cancellation);
            var rates = new List<double>();
            long first = 1;
            foreach (var (last, _) in _slices)
            {
                rates.Add(await raw.CopyOverAsync(first, last, cancellation));
                first = last + 1;
            }

            await raw.AddStreamsAsync(cancellation);
            _copied = (raw, new Samples(rates));
        }

        return _copied.Value;
    }

    /// <summary>The daily snapshots of the same history.</summary>
    public async Task<SnapshotTable> SnapshotsAsync(CancellationToken cancellation)
    {
        if (_snapshots is null)
        {
            var ledger = await LedgerAsync(cancellation);
            Workbench.Tell($"Making snapshots of {Scale}");
            _snapshots = new SnapshotTable(ledger.Database.Owner, days);
            await _snapshots.CreateAsync(history, cancellation);
        }

        return _snapshots;
    }

    /// <summary>Throws unless log and read models agree, where it was loaded.</summary>
    public async Task VerifyAsync(CancellationToken cancellation)
    {
        if (_ledger is not null)
        {
            Workbench.Tell($"Verifying {Scale}");
            await _ledger.VerifyAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ledger is not null)
        {
            await _ledger.DisposeAsync();
        }
    }

    private async Task LoadAsync(MeasuredLedger ledger, CancellationToken cancellation)
    {
        await ledger.People.RecordAsync(
            MeasuredLedger.Tenant, Staff.Everyone, "salesforce", "salesforce", _ => throw new InvalidOperationException("The staff has no names."),
            breakCircles: false, cancellation);
        foreach (var slice in history.Slices(EventsOfASlice))
        {
            long last = 0;
            var rate = await Samples.RateAsync(slice.Sum(d => d.Events.Count), async () => last = await ledger.AppendAsync([slice], cancellation));
            _slices.Add((last, rate));
        }

        Workbench.Tell("Making its read models");
        Rebuilt = await Samples.RateAsync(history.Events, () => ledger.RebuildAsync(cancellation));
        await ledger.ExecuteAsync("VACUUM (ANALYZE)", cancellation);

        // What the load leaves to be written must not go to the disk beside what is measured.
        await ledger.ExecuteAsync("CHECKPOINT", cancellation);
    }
}
