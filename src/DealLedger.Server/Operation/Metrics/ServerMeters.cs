using System.Diagnostics.Metrics;
using DealLedger.Server.Operation.Tls;

namespace DealLedger.Server.Operation.Metrics;

/// <summary>What a server measures beside its ledger.</summary>
public sealed class ServerMeters
{
    private readonly Counter<long> _refusals;

    /// <summary>Adds the server's instruments to the ledger's meter.</summary>
    public ServerMeters(LedgerHost ledger, OperationOptions operation)
    {
        var meter = ledger.Database.Meters.Meter;
        _refusals = meter.CreateCounter<long>("dealledger.refusals", "{request}", "Requests that were answered with a problem, by its code.");
        if (operation.Certificate is { } certificate)
        {
            meter.CreateObservableGauge("dealledger.tls.certificate.remaining", () => Remaining(certificate, ledger.Clock), "s", "Until the certificate runs out.");
        }
    }

    /// <summary>Counts a request that was answered with a problem.</summary>
    public void Refused(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    private static double Remaining(ServerCertificate certificate, TimeProvider clock) => (certificate.Expires - clock.GetUtcNow()).TotalSeconds;
}
