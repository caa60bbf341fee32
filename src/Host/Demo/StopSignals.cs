using System.Runtime.InteropServices;

namespace OpenClaw.Host.Demo;

/// <summary>Ctrl-C, SIGTERM and a closed terminal, turned into one cancellation, so that the program tidies up instead of dying.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly List<PosixSignalRegistration> _registrations;

    /// <summary>Listens from now on.</summary>
    /// <param name="cancel">Cancels as well.</param>
    public StopSignals(CancellationToken cancel)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _registrations = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]).Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    /// <summary>Cancelled at the first of them.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Cancel();
    }
}
