using System.Text;
using DealLedger.Core.Access;
using DealLedger.Core.Sealing;

namespace DealLedger.Core.Tests.Sealing;

public sealed class SealTests
{
    private static readonly Digest Root = Digest.Of("root"u8);
    private static readonly Digest Key = Digest.Of("key"u8);

    [Fact]
    public void What_a_seal_of_before_the_access_log_signs_is_frozen()
    {
        var seal = new Seal(1, 20, Root, Leaves.Noon, "", null, "default", SealOccasion.Demand, Key);

        Encoding.UTF8.GetString(seal.SignedBytes()).ShouldBe(
            $$"""{"at":"2026-05-10T12:00:00Z","definition":"seal/1","id":1,"key":"{{Key}}","occasion":"demand","previous":null,"root":"{{Root}}","size":20,"tenant":"default"}""");
    }

    [Fact]
    public void A_seal_signs_how_far_the_access_log_went()
    {
        var seal = new Seal(1, 20, Root, Leaves.Noon, "", null, "default", SealOccasion.Demand, Key, new AccessHead(7, Root));

        Encoding.UTF8.GetString(seal.SignedBytes()).ShouldStartWith($$"""{"access":{"hash":"{{Root}}","number":7},"at":"2026-05-10T12:00:00Z","definition":"seal/2",""");
        seal.DifferenceTo(seal with { Access = new AccessHead(8, Root) }).ShouldBe("access");
    }

    [Fact]
    public void Seals_of_before_the_access_log_and_proofs_against_them_hold_beside_newer_ones()
    {
        var leaves = Leaves.Of(11);
        var old = Leaves.Seal(1, 4, leaves, isOfBefore: true);
        var newer = Leaves.Seal(2, 11, leaves, old.Hash());
        Proof[] proofs =
        [
            Leaves.Proof(3, old, leaves),
            new ConsistencyProof(old, Leaves.PublicKey, newer, Leaves.PublicKey, MerkleTree.ConsistencyPath(4, 11, Leaves.Known(leaves))),
        ];

        foreach (var proof in proofs)
        {
            Proof.TryRead(proof.ToFile(), out var read, out var fault).ShouldBeTrue(fault);
            read!.Fault(old).ShouldBeNull();
        }

        old.ToJson().AsSpan().IndexOf("\"access\""u8).ShouldBe(-1);
        Seal.TryRead(old.ToJson(), out var kept, out _).ShouldBeTrue();
        kept.ShouldBe(old);
    }

    [Theory]
    [InlineData("\"definition\":\"seal/1\"", "\"definition\":\"seal/2\"")]
    [InlineData("\"definition\":\"seal/1\"", "\"definition\":\"seal/1\",\"access\":{\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"number\":0}")]
    [InlineData("\"definition\":\"seal/1\"", "\"definition\":\"seal/3\"")]
    public void A_seal_says_of_the_access_log_just_what_its_version_does(string what, string instead)
    {
        var json = Encoding.UTF8.GetString(Leaves.Seal(1, 4, Leaves.Of(4), isOfBefore: true).ToJson());
        json.ShouldContain(what);

        Seal.TryRead(Encoding.UTF8.GetBytes(json.Replace(what, instead, StringComparison.Ordinal)), out _, out var fault).ShouldBeFalse();

        fault.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void A_proof_with_an_empty_word_of_the_access_log_is_not_the_one_that_was_made()
    {
        var leaves = Leaves.Of(4);
        var file = Encoding.UTF8.GetString(Leaves.Proof(3, Leaves.Seal(1, 4, leaves, isOfBefore: true), leaves).ToFile());
        var padded = file.Replace("\"seal\":{\"at\"", "\"seal\":{\"access\":null,\"at\"", StringComparison.Ordinal);
        padded.ShouldNotBe(file);

        Proof.TryRead(Encoding.UTF8.GetBytes(padded), out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeNull().ShouldContain("more than a proof");
    }
}
