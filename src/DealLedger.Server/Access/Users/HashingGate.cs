using DealLedger.Core.Ledger;

namespace DealLedger.Server.Access.Users;

/// <summary>Lets a few at a time do what takes a processor long, and a few more wait for it, so that a flood of them leaves the processors to others.</summary>
public sealed class HashingGate(int atOnce, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _places = new(atOnce);
    private int _inside;

    /// <summary>A gate for this machine: half of its processors.</summary>
    public static HashingGate OfMachine() => new(Math.Max(1, Environment.ProcessorCount / 2), waiting: 16);

    /// <summary>Takes a place, which disposing gives back, after a short wait if need be. Refused when too many wait already (<c>sign-in-busy</c>).</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _inside) > atOnce + waiting)
        {
            Interlocked.Decrement(ref _inside);
            throw new RefusedException("sign-in-busy", "Too many sign in at the moment; try again in a few seconds.");
        }

        try
        {
            await _places.WaitAsync(cancellation);
            return new Place(this);
        }
        catch
        {
            Interlocked.Decrement(ref _inside);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private void Leave()
    {
        Interlocked.Decrement(ref _inside);
        _places.Release();
    }

    private sealed class Place(HashingGate gate) : IDisposable
    {
        private HashingGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave();
    }
}
