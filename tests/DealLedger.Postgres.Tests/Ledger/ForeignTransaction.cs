using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>A transaction of another program on the event tables, step by step as Marten's writers take them.</summary>
internal sealed class ForeignTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private ForeignTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    public static async Task<ForeignTransaction> BeginAsync(NpgsqlDataSource source)
    {
        var connection = await source.OpenConnectionAsync(TestLedger.Cancellation);
        return new ForeignTransaction(connection, await connection.BeginTransactionAsync(TestLedger.Cancellation));
    }

    /// <summary>Connections as another program has them, without any of the ledger's settings.</summary>
    public static NpgsqlDataSource Connect(TestLedger ledger) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ledger.ConnectionString) { ApplicationName = "foreign", MaxPoolSize = 64 });

    /// <summary>Draws numbers in the transaction, which has no xid by that.</summary>
    public async Task<List<long>> DrawAsync(int count)
    {
        await using var command = new NpgsqlCommand("SELECT nextval('ledger.mt_events_sequence_default') FROM generate_series(1, $1)", _connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        await using var reader = await command.ExecuteReaderAsync(TestLedger.Cancellation);
        var numbers = new List<long>();
        while (await reader.ReadAsync(TestLedger.Cancellation))
        {
            numbers.Add(reader.GetInt64(0));
        }

        return numbers;
    }

    public async Task<long> DrawAsync() => (await DrawAsync(1))[0];

    /// <summary>Brings a stream from one version to another; false when it is at another version.</summary>
    public async Task<bool> MoveStreamAsync(string stream, long from, long to) => await _connection.ExecuteAsync(
        from == 0
            ? "INSERT INTO ledger.mt_streams (tenant_id, id, version) SELECT 'default', $1, $3 WHERE $2 = 0::bigint ON CONFLICT DO NOTHING"
            : "UPDATE ledger.mt_streams SET version = $3 WHERE tenant_id = 'default' AND id = $1 AND version = $2",
        stream, from, to) == 1;

    public async Task<Guid> InsertAsync(long position, string? stream, long version, string type, string data, string? correlation = null)
    {
        var id = Guid.NewGuid();
        await _connection.ExecuteAsync(
            """
            INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id)
            VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, clock_timestamp(), 'default', $7::varchar)
            """,
            position, id, stream, version, data, type, correlation);
        return id;
    }

    public Task InsertTombstoneAsync(long position) => _connection.ExecuteAsync(
        """
        INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id)
        VALUES ($1, gen_random_uuid(), 'mt_tombstone', $1, '{}', 'tombstone', '-infinity', 'default')
        """,
        position);

    public Task CommitAsync() => _transaction.CommitAsync(TestLedger.Cancellation);

    public Task RollbackAsync() => _transaction.RollbackAsync(TestLedger.Cancellation);

    /// <summary>Moves the stream by one event, inserts that and commits, with a number drawn now.</summary>
    public static async Task<long> AppendAsync(NpgsqlDataSource source, string stream, long version, string type, string data, string? correlation = null)
    {
        await using var writer = await BeginAsync(source);
        var position = await writer.DrawAsync();
        (await writer.MoveStreamAsync(stream, version - 1, version)).ShouldBeTrue();
        await writer.InsertAsync(position, stream, version, type, data, correlation);
        await writer.CommitAsync();
        return position;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
