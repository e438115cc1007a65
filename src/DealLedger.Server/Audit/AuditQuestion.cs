using DealLedger.Core.Organisation;
using DealLedger.Core.Time;

namespace DealLedger.Server.Audit;

/// <summary>
/// What an audit file is about: a period, as of an instant, as known at a point of the log. From and To span the period's window up to the
/// instant; a change is late when it was recorded more than LateAfter later than it happened. All of it is read by one version of the settings.
/// </summary>
public sealed record AuditQuestion(Period Period, DateTimeOffset AsOf, KnownAt KnownAt, DateTimeOffset From, DateTimeOffset To, TimeSpan LateAfter, Settings Settings);
