using System.Runtime.InteropServices;

namespace OpenClaw.Host.Cli;

/// <summary>Ctrl-C, SIGTERM and a closed terminal, turned into one cancellation, so that the program tidies up instead of dying.</summary>
internal sealed class StopSignals : IDisposable
{
    // A shell tells by it which signal ended a program.
    private const int SignalBase = 128;

    private readonly CancellationTokenSource _stop;
    private readonly bool _secondEnds;
    private readonly List<PosixSignalRegistration> _registrations;
    private int _number;

    /// <summary>Listens from now on.</summary>
    /// <param name="cancel">Cancels as well.</param>
    /// <param name="secondEnds">A second signal ends the program at once, for what does not heed the first.</param>
    public StopSignals(CancellationToken cancel, bool secondEnds = false)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _secondEnds = secondEnds;
        _registrations = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]).Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    /// <summary>Cancelled at the first of them.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code of a program that a signal has ended: 130 after Ctrl-C, 143 after SIGTERM, 129 after a closed terminal; null when none came.</summary>
    public int? ExitCode => Volatile.Read(ref _number) is > 0 and var number ? SignalBase + number : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        var number = context.Signal switch { PosixSignal.SIGINT => 2, PosixSignal.SIGTERM => 15, _ => 1 };
        if (Interlocked.CompareExchange(ref _number, number, 0) != 0 && _secondEnds) return;
        context.Cancel = true;
        _stop.Cancel();
    }
}
