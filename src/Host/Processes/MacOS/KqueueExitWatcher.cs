using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.MacOS;

/// <summary>
/// Exits through kqueue's EVFILT_PROC and one thread. The queue holds one entry for each pid, so those who wait for the same process share a watch.
/// </summary>
internal sealed class KqueueExitWatcher : IExitWatcher, IDisposable
{
    private readonly IProcessTable _table;
    private readonly IExitWatcher _fallback;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Shared> _shared = [];
    private readonly Lazy<Kqueue> _queue = new(static () => new Kqueue());
    private readonly ExitWaiters _waiters;

    public KqueueExitWatcher(IProcessTable table, IExitWatcher fallback, ILogger log)
    {
        _table = table;
        _fallback = fallback;
        _log = log;
        _waiters = new ExitWaiters(keys => _queue.Value.Wait(keys), () => _queue.Value.Wake());
    }

    public async Task WaitForExit(ProcessIdentity process, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var key = (ulong)process.Pid;
        var trouble = "";
        var (ended, errno) = Join(key);
        try
        {
            // The watch is on whoever has the pid now. Only if that is the one asked for is there something to wait for.
            if (errno == Posix.NoSuchProcess || !await _table.IsAlive(process, cancel))
                return;
            if (errno == 0)
            {
                await ended.WaitAsync(cancel);
                return;
            }

            trouble = $"kevent failed with errno {errno}";
        }
        catch (IOException broken)
        {
            trouble = broken.Message;
        }
        finally
        {
            Leave(key);
        }

        _log.LogWarning("The exit of {Process} is polled: {Why}", process, trouble);
        await _fallback.WaitForExit(process, cancel);
    }

    public void Dispose() => _waiters.Close();

    private (Task Ended, int Errno) Join(ulong pid)
    {
        lock (_gate)
        {
            if (_shared.TryGetValue(pid, out var shared) && !shared.Ended.IsCompleted)
            {
                shared.Users++;
                return (shared.Ended, shared.Errno);
            }

            var users = (shared?.Users ?? 0) + 1;
            var ended = _waiters.Add(pid);
            var errno = _queue.Value.Watch((int)pid);
            _shared[pid] = new Shared(ended, errno) { Users = users };
            return (ended, errno);
        }
    }

    private void Leave(ulong pid)
    {
        lock (_gate)
        {
            if (!_shared.TryGetValue(pid, out var shared) || --shared.Users > 0)
                return;
            _shared.Remove(pid);
            _waiters.Remove(pid);
            _queue.Value.Forget((int)pid);
        }
    }

    private sealed class Shared(Task ended, int errno)
    {
        public Task Ended => ended;

        public int Errno => errno;

        public int Users { get; set; }
    }
}
