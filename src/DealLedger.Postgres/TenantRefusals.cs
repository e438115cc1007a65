using DealLedger.Core;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>Why a tenant gives no answer and takes nothing in.</summary>
internal static class TenantRefusals
{
    /// <summary>There is no such tenant.</summary>
    public static RefusedException Unknown(TenantId tenant) =>
        new("tenant-unknown", $"There is no tenant '{tenant}'; import or record something into it first.", "tenant");

    /// <summary>Refuses a tenant that is suspended since an instant, if it is.</summary>
    public static void Check(TenantId tenant, DateTimeOffset? suspendedSince)
    {
        if (suspendedSince is { } since)
        {
            throw new RefusedException(
                "tenant-suspended",
                $"Tenant '{tenant}' is suspended since {since.ToIso()} and answers and takes nothing; whoever runs the ledger can resume it.", "tenant");
        }
    }

    /// <summary>Refuses a tenant by the column of its row that says since when it is suspended.</summary>
    public static void Check(TenantId tenant, NpgsqlDataReader reader, int column) => Check(tenant, Since(reader, column));

    /// <summary>Since when a tenant is suspended, by that column.</summary>
    public static DateTimeOffset? Since(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
