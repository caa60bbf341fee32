using OpenClaw.Host.Causes;
using OpenClaw.Host.Tests.Processes;

namespace OpenClaw.Host.Tests.Causes;

/// <summary>A watch over some causes that says how often it has looked, so that a spec knows when a change is one.</summary>
internal sealed class WatchedCauses
{
    private readonly CauseWatch _watch;
    private readonly Counter _looks = new();

    public WatchedCauses(params ICause[] causes) => _watch = new CauseWatch([.. causes, _looks], TimeProvider.System, TimeSpan.FromMilliseconds(20));

    /// <summary>Begins to wait; when this is over, it is known how everything is.</summary>
    public async Task<Task<string>> Begin(CancellationToken cancel = default)
    {
        var before = _looks.Count;
        var change = _watch.WaitForChange(cancel);
        await Eventually.Holds(() => _looks.Count > before, "the first look is over");
        return change;
    }

    /// <summary>Asks again right after a change was told: what is known then is known already.</summary>
    public Task<string> Again() => _watch.WaitForChange(CancellationToken.None);

    /// <summary>Waits until two more looks have begun and ended: what is there now was seen.</summary>
    public async Task Looked()
    {
        var before = _looks.Count;
        await Eventually.Holds(() => _looks.Count >= before + 2, "it looked again");
    }

    /// <summary>The last cause to be read; never changes.</summary>
    private sealed class Counter : ICause
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public ValueTask<string?> Read(CancellationToken cancel)
        {
            Interlocked.Increment(ref _count);
            return ValueTask.FromResult<string?>("same");
        }

        public string? Tell(string? before, string now) => null;
    }
}
