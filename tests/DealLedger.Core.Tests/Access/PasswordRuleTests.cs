using DealLedger.Core.Access;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Tests.Access;

public sealed class PasswordRuleTests
{
    [Theory]
    [InlineData("four words nobody knows")]
    [InlineData("Zw9-kd72-pQ1x")]
    [InlineData("grün wie im Märchen")]
    [InlineData("annannann-bob7")]
    public void A_password_that_nobody_guesses_is_taken(string password) => PasswordRule.Check(Name("ann"), password);

    [Theory]
    [InlineData("", "has 0 characters; take at least 12")]
    [InlineData("elevenchars", "has 11 characters; take at least 12")]
    [InlineData("password1234", "first that are guessed")]
    [InlineData("PassWord1234", "first that are guessed")]
    [InlineData("aaaaaaaaaaaaaaaa", "first that are guessed")]
    [InlineData("abcabcabcabcabc", "first that are guessed")]
    [InlineData("passwordpassword", "first that are guessed")]
    [InlineData("abcdefghijklm", "first that are guessed")]
    [InlineData("1234567890123", "first that are guessed")]
    [InlineData("3210987654321", "first that are guessed")]
    [InlineData("anna.k-longname", "the user's name")]
    [InlineData("Anna.K-LongName", "the user's name")]
    [InlineData("twelve\tletters", "cannot send")]
    public void A_password_that_is_guessed_first_is_refused(string password, string saying)
    {
        var refused = Should.Throw<RefusedException>(() => PasswordRule.Check(Name("anna.k-longname"), password)).Refusal;

        refused.Code.ShouldBe("password-weak");
        refused.Field.ShouldBe("password");
        refused.Message.ShouldContain(saying);
        if (password.Length > 0)
        {
            refused.Message.ShouldNotContain(password);
        }
    }

    [Fact]
    public void A_password_longer_than_any_is_refused() =>
        Should.Throw<RefusedException>(() => PasswordRule.Check(Name("ann"), string.Concat(Enumerable.Repeat("ab1 cd2 ", 17)))).Message.ShouldContain("at most 128");

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData(" Ann ", "ann")]
    [InlineData("ANN.lee_2-x", "ann.lee_2-x")]
    public void A_name_is_the_same_in_whichever_case_it_is_typed(string typed, string name) => Name(typed).Value.ShouldBe(name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ann\u0007")]
    [InlineData(".ann")]
    [InlineData("ann@example.com")]
    [InlineData("änn")]
    [InlineData("a2345678901234567890123456789012345678901234567890")]
    public void What_has_not_the_form_is_no_name(string? typed) => UserName.TryParse(typed, out _).ShouldBeFalse();

    private static UserName Name(string text) => UserName.TryParse(text, out var name) ? name : throw new ArgumentException(text);
}
