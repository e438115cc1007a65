using DealLedger.Core.Access;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Tests.Access;

public sealed class ApiKeyTextTests
{
    private const string Id = "0123456789abcdef";

    // 32 bytes of 0.
    private static readonly string Secret = new('A', 43);

    [Fact]
    public void A_key_is_read_as_it_is_told_and_shows_no_secret_by_itself()
    {
        var made = new ApiKeyText(TenantId.Default, Id, new byte[ApiKeyText.SecretLength]);

        ApiKeyText.TryParse(made.Reveal(), out var read).ShouldBeTrue();

        made.Reveal().ShouldBe($"default.{Id}.{Secret}");
        (read!.Tenant, read.Id).ShouldBe((TenantId.Default, Id));
        read.Hash().ShouldBe(made.Hash());
        Convert.ToHexStringLower(made.Hash()).ShouldBe("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
        $"{made}".ShouldBe($"default.{Id}.…");
    }

    [Theory]
    [InlineData("")]
    [InlineData("default")]
    [InlineData("..")]
    [InlineData("default.0123456789abcdef.")]
    [InlineData("default.0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("default.0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.")]
    [InlineData("default.0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("default.0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+")]
    [InlineData("default.0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ")]
    [InlineData("default.0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0")]
    [InlineData("default.0123456789ABCDEF.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("default:0123456789abcdef:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Default.0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x'--.0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.")]
    public void What_has_not_the_form_is_no_key(string text) => ApiKeyText.TryParse(text, out _).ShouldBeFalse();
}
