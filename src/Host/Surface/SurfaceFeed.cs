using OpenClaw.Host.Daemon;

namespace OpenClaw.Host.Surface;

/// <summary>How everything stands, in memory, and who wants to hear of each change. Told by one actor, asked by many requests; it never waits and never throws.</summary>
internal sealed class SurfaceFeed
{
    /// <summary>No more readers than this listen at once, on all listeners together.</summary>
    public const int MostReaders = 32;

    private readonly Lock _lock = new();
    private readonly List<SurfaceReader> _readers = [];
    private long _number;

    /// <summary>How everything stands; null before the daemon has begun.</summary>
    public DaemonStatus? Status
    {
        get
        {
            lock (_lock) return field;
        }
        private set;
    }

    /// <summary>How many listen now.</summary>
    public int Readers
    {
        get
        {
            lock (_lock) return _readers.Count;
        }
    }

    /// <summary>Something has changed.</summary>
    public void Tell(DaemonStatus status)
    {
        lock (_lock)
        {
            Status = status;
            Send(new SurfaceEvent(++_number) { Status = status });
        }
    }

    /// <summary>Something has happened in an incident.</summary>
    public void Tell(IncidentNewsJson news)
    {
        lock (_lock) Send(new SurfaceEvent(++_number) { Incident = news });
    }

    /// <summary>A channel's luck has turned.</summary>
    public void Tell(ChannelLine channel)
    {
        lock (_lock) Send(new SurfaceEvent(++_number) { Channel = channel });
    }

    /// <summary>Listens from now on; the first that is heard is how everything stands. Null when too many listen.</summary>
    public SurfaceReader? Open()
    {
        lock (_lock)
        {
            if (_readers.Count >= MostReaders) return null;
            var reader = new SurfaceReader(Close);
            _readers.Add(reader);
            if (Status is { } status) reader.Offer(new SurfaceEvent(_number) { Status = status });
            return reader;
        }
    }

    private void Send(SurfaceEvent e)
    {
        foreach (var reader in _readers) reader.Offer(e);
    }

    private void Close(SurfaceReader reader)
    {
        lock (_lock) _readers.Remove(reader);
    }
}

/// <summary>One thing to be told: exactly one of its parts is there.</summary>
/// <param name="Number">Grows with each of them.</param>
internal sealed record SurfaceEvent(long Number)
{
    /// <summary>How everything stands now.</summary>
    public DaemonStatus? Status { get; init; }

    /// <summary>What has happened in an incident.</summary>
    public IncidentNewsJson? Incident { get; init; }

    /// <summary>A channel whose luck has turned.</summary>
    public ChannelLine? Channel { get; init; }
}
