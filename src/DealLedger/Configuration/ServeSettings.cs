using System.Net;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access;
using DealLedger.Server.Operation;

namespace DealLedger.Configuration;

/// <summary>How <c>serve</c> serves: where, for whom, and how it is run.</summary>
internal sealed record ServeSettings(IReadOnlyList<IPAddress> Addresses, int Port, AccessOptions Access, OperationOptions Operation)
{
    /// <summary>On the machine itself alone, with what holds when nothing is told; one may look at the pages as people of a tenant.</summary>
    public static ServeSettings OnLoopback(int port, TenantId personasOf) =>
        new([IPAddress.Loopback], port, new AccessOptions { PersonasOf = personasOf }, new OperationOptions());
}
