using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace OpenClaw.Host.Surface;

/// <summary>Somebody who listens. One who does not keep up is dropped: nothing is kept for him without bound, and nobody waits for him.</summary>
internal sealed class SurfaceReader(Action<SurfaceReader> close) : IDisposable
{
    /// <summary>So many events may wait for a reader.</summary>
    public const int Patience = 64;

    private readonly Channel<SurfaceEvent> _events = Channel.CreateBounded<SurfaceEvent>(new BoundedChannelOptions(Patience) { SingleReader = true });
    private readonly CancellationTokenSource _dropped = new();

    /// <summary>Cancelled when he was dropped.</summary>
    public CancellationToken Dropped => _dropped.Token;

    /// <summary>The next event, if one waits.</summary>
    public bool TryTake([MaybeNullWhen(false)] out SurfaceEvent e) => _events.Reader.TryRead(out e);

    /// <summary>Completes when one waits.</summary>
    public Task More(CancellationToken cancel) => _events.Reader.WaitToReadAsync(cancel).AsTask();

    /// <summary>Hands him an event, or drops him.</summary>
    // Not in the thread of whoever tells: what hangs on the token is the reader's own business.
    public void Offer(SurfaceEvent e)
    {
        if (!_events.Writer.TryWrite(e) && !_dropped.IsCancellationRequested) _ = _dropped.CancelAsync();
    }

    /// <inheritdoc/>
    // The source is left to the collector: an event may just be on its way to him.
    public void Dispose() => close(this);
}
