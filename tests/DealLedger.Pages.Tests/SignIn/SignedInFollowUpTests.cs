using System.Text.Json;
using DealLedger.Core.Access;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests.SignIn;

/// <summary>What a person who signed in writes into the sample company.</summary>
[Collection(nameof(Alone))]
public sealed class SignedInFollowUpTests(PagesFixture pages, GuardedPages guarded) : IClassFixture<GuardedPages>
{
    [Fact]
    public async Task A_manager_adds_a_follow_up_in_the_own_name()
    {
        var team = (await pages.AskAsync("/api/people")).GetProperty("people").EnumerateArray()
            .First(p => p.GetProperty("leadsTeam").GetBoolean() && p.GetProperty("manager").ValueKind != JsonValueKind.Null).GetProperty("id").GetString()!;
        await guarded.AddUserAsync("mara", Role.Manager, team);
        await using var visit = await guarded.SignedInAsync("mara", "/call-sheet");
        visit.Asked["team"].ShouldBe(team);

        await Assertions.Expect(visit.Page.Locator("#by")).ToHaveCountAsync(0);
        await visit.Page.FillAsync("#text", "a follow-up of mara");
        await visit.Page.SelectOptionAsync("#owner", team);
        await visit.Page.ClickAsync("#add-follow-up");
        await Assertions.Expect(visit.Page.Locator("#open-follow-ups .said", new() { HasText = "a follow-up of mara" })).ToBeVisibleAsync();
        (await pages.AskAsync($"/api/follow-ups?team={team}")).GetProperty("followUps").EnumerateArray()
            .Single(f => f.GetProperty("text").GetString() == "a follow-up of mara").GetProperty("openedBy").GetString().ShouldBe(team);
    }
}
