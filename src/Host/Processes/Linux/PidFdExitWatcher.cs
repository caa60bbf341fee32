using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>
/// Exits through pidfd and one epoll thread: told by the kernel within a millisecond, for children and strangers alike, at no cost while
/// nothing happens. What cannot be watched so (old kernel, no descriptors left, a seccomp filter) is polled.
/// </summary>
internal sealed class PidFdExitWatcher : IExitWatcher, IDisposable
{
    private readonly IProcessTable _table;
    private readonly IExitWatcher _fallback;
    private readonly ILogger _log;
    private readonly Lazy<Epoll> _epoll = new(static () => new Epoll());
    private ulong _lastKey = Epoll.Woken;

    public PidFdExitWatcher(IProcessTable table, IExitWatcher fallback, ILogger log)
    {
        _table = table;
        _fallback = fallback;
        _log = log;
        Waiters = new ExitWaiters(keys => _epoll.Value.Wait(keys), () => _epoll.Value.Wake());
    }

    internal ExitWaiters Waiters { get; }

    public async Task WaitForExit(ProcessIdentity process, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var handle = PidFd.Open(process.Pid, out var errno);
        if (handle is null)
        {
            if (errno != Posix.NoSuchProcess)
                await Poll(process, $"pidfd_open failed with errno {errno}", cancel);
            return;
        }

        // The handle is of whoever has the pid now. Only if that is the one asked for is there something to wait for.
        if (!await _table.IsAlive(process, cancel))
            return;
        var key = Interlocked.Increment(ref _lastKey);
        string trouble;
        try
        {
            var ended = Waiters.Add(key);
            _epoll.Value.Watch(handle, key);
            await ended.WaitAsync(cancel);
            return;
        }
        catch (IOException broken)
        {
            trouble = broken.Message;
        }
        finally
        {
            Waiters.Remove(key);
            if (_epoll.IsValueCreated)
                _epoll.Value.Forget(handle);
        }

        await Poll(process, trouble, cancel);
    }

    public void Dispose() => Waiters.Close();

    private Task Poll(ProcessIdentity process, string why, CancellationToken cancel)
    {
        _log.LogWarning("The exit of {Process} is polled: {Why}", process, why);
        return _fallback.WaitForExit(process, cancel);
    }
}
