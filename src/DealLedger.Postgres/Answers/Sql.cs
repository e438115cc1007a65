using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Answers;

/// <summary>Parameters and cells of the questions' statements.</summary>
internal static class Sql
{
    /// <summary>Ids, or none.</summary>
    public static NpgsqlParameter Ids(IReadOnlyList<string>? ids) =>
        new() { Value = (object?)ids?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };

    /// <summary>An instant.</summary>
    public static NpgsqlParameter<DateTime> Instant(DateTimeOffset instant) =>
        new() { TypedValue = instant.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>An instant, or none.</summary>
    public static NpgsqlParameter InstantIfAny(DateTimeOffset? instant) =>
        new() { Value = (object?)instant?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>A day.</summary>
    public static NpgsqlParameter<DateOnly> Date(DateOnly day) => new() { TypedValue = day };

    /// <summary>A day, or none.</summary>
    public static NpgsqlParameter DateIfAny(DateOnly? day) => new() { Value = (object?)day ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date };

    /// <summary>A text, or none.</summary>
    public static string? Nullable(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);
}
