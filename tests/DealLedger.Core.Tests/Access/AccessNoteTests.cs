using System.Text;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;

namespace DealLedger.Core.Tests.Access;

public sealed class AccessNoteTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly Caller Manager = new("key:3f9a", TenantId.Default, Role.Manager, "005000000000001AAA");

    // The bytes of docs/seals.md: entries written by any version are checked by them.
    [Fact]
    public void The_canonical_form_and_its_hash_are_frozen()
    {
        var note = AccessNote.Of(
            Manager, Noon.AddTicks(19), AccessKind.Export, "GET /forecast", [new("team", "005000000000001AAA"), new("asOf", "last-week"), new("period", "2026-Q2")],
            "200", 7, AccessForm.Csv);
        var json = new CanonicalJson();

        var head = note.After(AccessHead.None, "default", json);

        Encoding.UTF8.GetString(json.Written).ShouldBe(
            """
            {"action":"GET /forecast","asked":{"asOf":"last-week","period":"2026-Q2","team":"005000000000001AAA"},"at":"2026-05-10T12:00:00.000001Z","caller":"key:3f9a","form":"csv","kind":"export","number":1,"outcome":"200","person":"005000000000001AAA","position":7,"previous":"0000000000000000000000000000000000000000000000000000000000000000","role":"manager","tenant":"default"}
            """);
        json.Written.SequenceEqual(CanonicalJson.Of(json.Written)).ShouldBeTrue();
        head.ShouldBe(new AccessHead(1, Digest.Of(json.Written)));
        head.Hash.ToString().ShouldBe("777822d1d761e1103b564cba2cd1e15b88eb49f1b135253e9fdbd9e4f1475aff");
    }

    [Fact]
    public void Every_field_and_the_entry_before_change_the_hash()
    {
        var note = AccessNote.Of(Manager, Noon, AccessKind.Read, "GET /api/forecast", [new("period", "2026-Q2")], "200", 7, AccessForm.Json);
        AccessNote[] others =
        [
            note with { At = Noon.AddMicroseconds(1) }, note with { Kind = AccessKind.Export }, note with { Caller = "local" }, note with { Role = null },
            note with { Person = null }, note with { Action = "GET /api/deals" }, note with { Asked = "{}" }, note with { Position = 8 },
            note with { Form = null }, note with { Outcome = "403" },
        ];
        var json = new CanonicalJson();
        var head = note.After(AccessHead.None, "default", json);

        IEnumerable<Digest> hashes =
        [
            head.Hash, .. others.Select(other => other.After(AccessHead.None, "default", json).Hash), note.After(AccessHead.None, "other", json).Hash,
            note.After(head, "default", json).Hash, note.After(head with { Number = 0 }, "default", json).Hash,
        ];

        hashes.Distinct().Count().ShouldBe(others.Length + 4);
    }

    [Fact]
    public void Texts_are_cut_and_hold_nothing_that_a_database_or_a_terminal_takes_for_its_own()
    {
        var hostile = "a\0b\u001b[2J\ud800\n😀" + new string('x', 500);

        var note = AccessNote.Of(
            Manager with { Name = hostile, Person = hostile }, Noon, AccessKind.Read, hostile, Enumerable.Range(0, 99).Select(i => KeyValuePair.Create($"k{i:00}", hostile)), hostile);

        foreach (var text in new[] { note.Caller, note.Person!, note.Action, note.Outcome })
        {
            text.ShouldStartWith("a b [2J\ufffd 😀xxx");
            text.Length.ShouldBe(AccessNote.LongestText);
        }

        var asked = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(note.Asked)!;
        asked.Count.ShouldBe(AccessNote.MostAsked);
        asked["k00"].ShouldBe(note.Caller);
    }

    [Fact]
    public void What_was_lost_is_told_in_a_sentence()
    {
        var note = AccessNote.OfLost(37, Noon, Noon.AddSeconds(2), Noon.AddMinutes(1));

        note.Action.ShouldBe("37 entries were lost between 2026-05-10T12:00:00Z and 2026-05-10T12:00:02Z");
        (note.Kind, note.Asked).ShouldBe(("lost", """{"count":"37","from":"2026-05-10T12:00:00Z","to":"2026-05-10T12:00:02Z"}"""));
    }
}
