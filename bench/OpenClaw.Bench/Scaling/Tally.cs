using System.Collections.Concurrent;

namespace OpenClaw.Bench.Scaling;

/// <summary>Counts looks while they are measured.</summary>
internal sealed class Tally
{
    private readonly ConcurrentBag<double> _delays = [];
    private long _looks;
    private long _failed;
    private long _stuck;

    /// <summary>Whether it counts.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Looks at gateways that answer.</summary>
    public long Looks => Interlocked.Read(ref _looks);

    /// <summary>Of them, those that failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Looks at the one that never answers.</summary>
    public long Stuck => Interlocked.Read(ref _stuck);

    /// <summary>How late looks began, milliseconds.</summary>
    public IReadOnlyCollection<double> Delays => _delays;

    /// <summary>A look began so late.</summary>
    public void Began(TimeSpan late)
    {
        if (IsOpen) _delays.Add(Math.Max(0, late.TotalMilliseconds));
    }

    /// <summary>A look has ended.</summary>
    public void Ended(bool isWell, bool isStuck)
    {
        if (!IsOpen) return;
        if (isStuck) Interlocked.Increment(ref _stuck);
        else
        {
            Interlocked.Increment(ref _looks);
            if (!isWell) Interlocked.Increment(ref _failed);
        }
    }
}
