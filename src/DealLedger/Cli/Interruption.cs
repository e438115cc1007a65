using System.Runtime.InteropServices;

namespace DealLedger.Cli;

/// <summary>What ends the program early: Ctrl-C, or a request to terminate. The first one lets it end in order, the second one at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Cancelled when the program has to end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether a supervisor asked it to end, rather than a person who pressed Ctrl-C.</summary>
    public bool IsTermination { get; private set; }

    /// <summary>Listens to the signals of this process.</summary>
    public static Interruption Listen()
    {
        var interruption = new Interruption();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            interruption._registrations.Add(PosixSignalRegistration.Create(signal, interruption.Handle));
        }

        return interruption;
    }

    /// <summary>Ends what runs, as a signal would.</summary>
    public void Interrupt(bool isTermination)
    {
        IsTermination = isTermination;
        _source.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            Interrupt(isTermination: context.Signal == PosixSignal.SIGTERM);
        }
    }
}
