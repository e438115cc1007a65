using System.Text;
using System.Text.Json;
using DealLedger.Core.Sealing;
using DealLedger.Naive;
using FsCheck.Fluent;

namespace DealLedger.Core.Tests.Sealing;

public sealed class ProofTests
{
    [Fact]
    public void A_proof_comes_back_from_its_file_and_holds()
    {
        var leaves = Leaves.Of(11);
        var first = Leaves.Seal(1, 4, leaves);
        var second = Leaves.Seal(2, 11, leaves, first.Hash());
        Proof[] proofs = [Leaves.Proof(7, second, leaves), Leaves.Proof(3, first, leaves), Consistency(first, second, leaves), Consistency(second, second, leaves)];
        foreach (var proof in proofs)
        {
            var read = Read(proof.ToFile());

            read.ToFile().ShouldBe(proof.ToFile());
            read.Fault(kept: null).ShouldBeNull();
            read.Fault(second).ShouldBe(proof == proofs[1] ? "the proof leads to seal 1, the one kept elsewhere is seal 2; make the proof for that one" : null);
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_the_file_of_a_proof_is_refused()
    {
        var leaves = Leaves.Of(5);
        leaves[2] = Leaves.Event(3, "{\"Name\": \"a \\u001f \\\"ä\\\" 😀\", \"n\": {\"b\": [1.5, true, null], \"a\": {}}}").ToBytes();
        var first = Leaves.Seal(1, 3, leaves);
        var second = Leaves.Seal(2, 5, leaves, first.Hash());
        foreach (var proof in new Proof[] { Leaves.Proof(3, second, leaves), Consistency(first, second, leaves) })
        {
            var file = proof.ToFile();
            Holds(file).ShouldBeTrue();
            for (var bit = 0; bit < file.Length * 8; bit++)
            {
                HoldsWithout(file, bit).ShouldBeFalse($"bit {bit % 8} of byte {bit / 8} of {Encoding.UTF8.GetString(file)}");
            }
        }
    }

    [Fact]
    public void Any_damage_to_a_larger_proof_is_refused()
    {
        var leaves = Leaves.Of(700);
        var first = Leaves.Seal(1, 300, leaves);
        var second = Leaves.Seal(2, 700, leaves, first.Hash());
        byte[][] files = [Leaves.Proof(1, second, leaves).ToFile(), Leaves.Proof(699, second, leaves).ToFile(), Consistency(first, second, leaves).ToFile()];
        var damages = from file in Gen.Elements(files) from at in Gen.Choose(0, 1_000_000) from kind in Gen.Choose(0, 4) from value in Gen.Choose(1, 255)
                      select (File: file, At: at % file.Length, Kind: kind, Value: (byte)value);
        Histories.Hold(
            damages.ToArbitrary(),
            damage =>
            {
                var (file, at) = (damage.File, damage.At);
                byte[] damaged = damage.Kind switch
                {
                    0 => [.. file[..at], (byte)(file[at] ^ damage.Value), .. file[(at + 1)..]],
                    1 => [.. file[..at], .. file[(at + 1)..]],
                    2 => [.. file[..at], damage.Value, .. file[at..]],
                    3 => file[..at],
                    _ => [.. file, .. file[..at]],
                };
                Holds(damaged).ShouldBe(damaged.AsSpan().SequenceEqual(file));
            },
            count: 3000);
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_kept_seal_is_refused()
    {
        var leaves = Leaves.Of(5);
        var first = Leaves.Seal(1, 3, leaves);
        var second = Leaves.Seal(2, 5, leaves, first.Hash());
        var proof = Leaves.Proof(3, second, leaves);
        var kept = second.ToJson();
        Accepts(kept).ShouldBeTrue();
        for (var bit = 0; bit < kept.Length * 8; bit++)
        {
            var damaged = (byte[])kept.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Accepts(damaged).ShouldBeFalse($"bit {bit % 8} of byte {bit / 8} of {Encoding.UTF8.GetString(kept)}");
        }

        bool Accepts(byte[] json) => Seal.TryRead(json, out var seal, out _) && proof.Fault(seal) is null;
    }

    [Fact]
    public void A_proof_says_what_does_not_fit()
    {
        var leaves = Leaves.Of(11);
        var first = Leaves.Seal(1, 4, leaves);
        var second = Leaves.Seal(2, 11, leaves, first.Hash());
        var proof = Leaves.Proof(7, second, leaves);
        var changed = Leaves.Of(11);
        changed[1] = Leaves.Event(2, """{"Amount": 1}""").ToBytes();
        var forged = Leaves.Seal(2, 11, changed, first.Hash());

        (proof with { Leaf = JsonDocument.Parse(leaves[5]).RootElement }).Fault(null)!.ShouldContain("the event at position 6 does not lead to the root of seal 2");
        (proof with { Seal = second with { Size = 12 } }).Fault(null)!.ShouldContain("the signature of seal 2 does not fit");
        (proof with { PublicKey = "00" }).Fault(null)!.ShouldContain("not the one that seal 2 names");
        (proof with { Leaf = JsonDocument.Parse("3").RootElement }).Fault(null)!.ShouldContain("not one of tenant default");
        proof.Fault(forged)!.ShouldContain("seal 2 in the proof differs from the one kept elsewhere in its root");
        proof.Fault(first)!.ShouldContain("the one kept elsewhere is seal 1");
        Consistency(first, forged, changed).Fault(null)!.ShouldContain("it was rewritten between them");
        Consistency(first, second, leaves).Fault(forged)!.ShouldContain("differs from the one kept elsewhere in its root");
        Consistency(first, second, leaves).Fault(first with { Id = 9 })!.ShouldContain("the one kept elsewhere is seal 9");
        Consistency(second, first with { Id = 1 }, leaves).Fault(null)!.ShouldContain("not an earlier one");
    }

    [Fact]
    public void A_key_that_is_not_of_the_curve_is_refused_though_the_seal_names_it()
    {
        var leaves = Leaves.Of(3);
        var seal = Leaves.Seal(1, 3, leaves);
        var key = Convert.FromHexString(Leaves.PublicKey);
        key[^1] ^= 1;
        var off = seal with { Key = Digest.Of(key) };

        (Leaves.Proof(2, seal, leaves) with { Seal = off, PublicKey = Convert.ToHexStringLower(key) }).Fault(null)!.ShouldContain("not a point of P-256");
        var short90 = key[..90];
        (Leaves.Proof(2, seal, leaves) with { Seal = seal with { Key = Digest.Of(short90) }, PublicKey = Convert.ToHexStringLower(short90) }).Fault(null)!
            .ShouldContain("not one of P-256");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null\n")]
    [InlineData("[]\n")]
    [InlineData("{}\n")]
    [InlineData("{\"kind\":\"event\"}\n")]
    [InlineData("{\"definition\":\"proof/1\",\"kind\":\"other\"}\n")]
    [InlineData("1e999999999\n")]
    public void What_is_no_proof_is_told_in_a_sentence(string file)
    {
        Proof.TryRead(Encoding.UTF8.GetBytes(file), out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeNullOrWhiteSpace();
        fault.ShouldNotContain('\n');
    }

    private static ConsistencyProof Consistency(Seal first, Seal second, List<byte[]> leaves) => new(
        first, Leaves.PublicKey, second, Leaves.PublicKey, MerkleTree.ConsistencyPath(Math.Min(first.Size, second.Size), Math.Max(first.Size, second.Size), Leaves.Known(leaves)));

    private static Proof Read(byte[] file)
    {
        Proof.TryRead(file, out var proof, out var fault).ShouldBeTrue(fault);
        return proof!;
    }

    private static bool Holds(byte[] file) => Proof.TryRead(file, out var proof, out _) && proof!.Fault(kept: null) is null;

    private static bool HoldsWithout(byte[] file, int bit)
    {
        var damaged = (byte[])file.Clone();
        damaged[bit / 8] ^= (byte)(1 << (bit % 8));
        return Holds(damaged);
    }
}
