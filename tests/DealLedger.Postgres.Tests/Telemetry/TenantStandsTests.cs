using DealLedger.Core.Ledger;
using DealLedger.Postgres.Telemetry;
using DealLedger.Testing;

namespace DealLedger.Postgres.Tests.Telemetry;

public sealed class TenantStandsTests
{
    private readonly ManualClock _clock = new(TestLedger.Noon);
    private readonly TenantStands _stands = new();

    [Fact]
    public void Read_models_that_reach_the_log_are_not_behind()
    {
        See(7, 7);
        _clock.Pass(TimeSpan.FromHours(1));

        Stand().ShouldBe(new TenantStand(TestLedger.Tenant, 7, 7, TimeSpan.Zero));
    }

    [Fact]
    public void Read_models_that_stand_still_are_behind_since_they_were_first_seen_so()
    {
        See(5, 5);
        _clock.Pass(TimeSpan.FromMinutes(1));
        See(5, 8);
        _clock.Pass(TimeSpan.FromSeconds(30));
        See(5, 20);
        _clock.Pass(TimeSpan.FromSeconds(12));

        Stand().ShouldBe(new TenantStand(TestLedger.Tenant, 20, 5, TimeSpan.FromSeconds(42)));
        Stand().Lag.ShouldBe(15);
    }

    [Fact]
    public void A_log_that_is_ahead_at_every_look_is_followed_as_long_as_what_was_seen_is_reached()
    {
        for (var head = 10L; head < 100; head += 10)
        {
            See(head - 9, head);
            _clock.Pass(TimeSpan.FromSeconds(50));
        }

        Stand().Behind.ShouldBe(TimeSpan.FromSeconds(50));
    }

    [Fact]
    public void A_step_that_does_not_reach_where_the_log_was_changes_nothing()
    {
        See(0, 1_000);
        _clock.Pass(TimeSpan.FromSeconds(50));
        See(500, 2_000);
        _clock.Pass(TimeSpan.FromSeconds(50));

        Stand().ShouldBe(new TenantStand(TestLedger.Tenant, 2_000, 500, TimeSpan.FromSeconds(100)));
    }

    [Fact]
    public void Tenants_that_are_gone_are_forgotten()
    {
        TenantId.TryParse("gone", out var gone).ShouldBeTrue();
        See(1, 1);
        _stands.Note(gone, 1, 1, _clock);

        _stands.Keep([TestLedger.Tenant]);

        _stands.All().Select(s => s.Tenant).ShouldBe([TestLedger.Tenant]);
    }

    private void See(long position, long head) => _stands.Note(TestLedger.Tenant, position, head, _clock);

    private TenantStand Stand() => _stands.Of(TestLedger.Tenant).ShouldNotBeNull();
}
