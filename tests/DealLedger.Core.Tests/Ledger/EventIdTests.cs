using DealLedger.Core.Ledger;

namespace DealLedger.Core.Tests.Ledger;

public sealed class EventIdTests
{
    private static readonly TenantId Acme = TenantId.TryParse("acme", out var id) ? id : default;

    [Fact]
    public void The_same_source_record_and_field_give_the_same_id_for_ever() =>
        EventId.Derive(TenantId.Default, "salesforce", "008000000000001AAA", "Amount").ToString().ShouldBe("1a08dbb8-6b82-564f-91c8-ca9ae3131007");

    [Fact]
    public void An_id_is_a_UUID_of_version_5()
    {
        foreach (var record in Enumerable.Range(0, 100))
        {
            var text = EventId.Derive(TenantId.Default, "salesforce", $"{record}", "Amount").ToString();
            text[14].ShouldBe('5');
            "89ab".ShouldContain(text[19]);
        }
    }

    [Fact]
    public void Tenant_source_record_and_field_each_tell_ids_apart_and_do_not_run_into_one_another() =>
        new[]
        {
            EventId.Derive(TenantId.Default, "a", "b", "c"), EventId.Derive(Acme, "a", "b", "c"), EventId.Derive(TenantId.Default, "ab", "", "c"),
            EventId.Derive(TenantId.Default, "a", "bc", ""), EventId.Derive(TenantId.Default, "", "ab", "c"), EventId.Derive(TenantId.Default, "a", "b", "C"),
        }.ShouldBeUnique();

    [Fact]
    public void A_long_record_gives_an_id_too() =>
        EventId.Derive(TenantId.Default, "user", new string('x', 100_000), "Amount").ShouldNotBe(EventId.Derive(TenantId.Default, "user", new string('x', 100_001), "Amount"));
}
