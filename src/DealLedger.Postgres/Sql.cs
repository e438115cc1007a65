using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres;

/// <summary>Parameters and cells of statements.</summary>
internal static class Sql
{
    /// <summary>A text, or none.</summary>
    public static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar };

    /// <summary>Values of one type.</summary>
    public static NpgsqlParameter Array<T>(IEnumerable<T> values) => new NpgsqlParameter<T[]> { TypedValue = [.. values] };

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

    /// <summary>The text of a cell, or none.</summary>
    public static string? Nullable(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    /// <summary>The instant of a cell in UTC, or none.</summary>
    public static DateTimeOffset? NullableInstant(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetFieldValue<DateTimeOffset>(at);
}
