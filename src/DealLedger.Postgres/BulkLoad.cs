using System.Threading.Channels;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;

namespace DealLedger.Postgres;

/// <summary>
/// Appends deals batch by batch, each one transaction, and brings the read models along. For a tenant without deals they are written beside the
/// log at the same time, indexed at the end and swapped in; whatever breaks off, the projector makes from the log.
/// </summary>
public sealed class BulkLoad : IAsyncDisposable
{
    private const int BatchesInFlight = 1;

    private readonly LedgerStore _ledger;
    private readonly Projector _projector;
    private readonly TenantId _tenant;
    private readonly NextGeneration? _next;
    private readonly LoadOrder _order = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<RecordedAppend> _recorded = Channel.CreateBounded<RecordedAppend>(BatchesInFlight);
    private Task _writing = Task.CompletedTask;
    private long _begun;
    private long _reached;

    private BulkLoad(LedgerStore ledger, Projector projector, TenantId tenant, NextGeneration? next) =>
        (_ledger, _projector, _tenant, _next) = (ledger, projector, tenant, next);

    /// <summary>Whether the tenant had no deals when the load began, so that there was no stream of one to read.</summary>
    public bool IsFirst => _next is not null;

    /// <summary>Begins to load a tenant; read models that lag behind its log are brought up first.</summary>
    public static async Task<BulkLoad> BeginAsync(
        LedgerDatabase database, LedgerStore ledger, Projector projector, TenantId tenant, CancellationToken cancellation)
    {
        var head = await ledger.HeadAsync(tenant, cancellation);
        await projector.CatchUpAsync(tenant, head, cancellation);
        if (await HasDealsAsync(database, tenant, cancellation) || await NextGeneration.TryBeginAsync(database, tenant, cancellation) is not { } next)
        {
            return new BulkLoad(ledger, projector, tenant, null);
        }

        var load = new BulkLoad(ledger, projector, tenant, next) { _begun = head, _reached = head };
        try
        {
            await next.OpenAsync(cancellation);
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }

        load._writing = Task.Run(load.WriteAsync, CancellationToken.None);
        return load;
    }

    /// <summary>
    /// Appends a batch in one transaction; a second one may be begun before the first has ended. Throws
    /// <see cref="VersionConflictException"/>, with nothing recorded, when any stream moved.
    /// </summary>
    public Task AppendAsync(PreparedAppend append, CancellationToken cancellation) => _next is null
        ? _ledger.AppendBulkAsync(append, cancellation)
        : _ledger.AppendBulkAsync(append, _order, recorded => HandOnAsync(recorded, cancellation), cancellation);

    /// <summary>Brings the read models to the end of the log.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        _recorded.Writer.TryComplete();
        await _writing.WaitAsync(cancellation);
        if (_next is not null && _reached > _begun)
        {
            await _next.SwapAsync(_reached, withFacts: false, _projector.Clock.GetUtcNow(), cancellation);
        }

        await _projector.CatchUpAsync(_tenant, await _ledger.HeadAsync(_tenant, cancellation), cancellation);
        await _projector.MakeCheckpointsAsync(_tenant, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _recorded.Writer.TryComplete();
        await _stop.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_next is not null)
        {
            await _next.DisposeAsync();
        }

        _stop.Dispose();
        _order.Dispose();
    }

    private static async Task<bool> HasDealsAsync(LedgerDatabase database, TenantId tenant, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand("SELECT EXISTS (SELECT FROM dealledger.deal_change WHERE tenant_id = $1)");
        command.Parameters.Add(Sql.Text(tenant.Value));
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private async Task HandOnAsync(RecordedAppend recorded, CancellationToken cancellation)
    {
        while (await _recorded.Writer.WaitToWriteAsync(cancellation))
        {
            if (_recorded.Writer.TryWrite(recorded))
            {
                return;
            }
        }
    }

    // Only as far as these deals are all that the log holds: from the first number on that another writer has, the projector goes on.
    private async Task WriteAsync()
    {
        try
        {
            await foreach (var append in _recorded.Reader.ReadAllAsync(_stop.Token))
            {
                var positions = append.Positions;
                if (positions[0] != _reached + 1 || positions[^1] != _reached + positions.Count || append.Appends.Any(d => d.ExpectedVersion > 0))
                {
                    break;
                }

                foreach (var (deal, events) in append.Deals())
                {
                    _stop.Token.ThrowIfCancellationRequested();
                    _next!.Write(deal.Stream.Id, events);
                }

                _reached = positions[^1];
            }
        }
        finally
        {
            // Whoever appends must not wait for a reader that is gone.
            _recorded.Writer.TryComplete();
        }
    }
}
