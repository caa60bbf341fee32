namespace OpenClaw.Host.Processes;

/// <summary>
/// The people who wait for exits, and the one thread that listens for them. The thread exists only while somebody waits.
/// </summary>
/// <param name="listen">Blocks until something happens and fills in the keys of those who have ended.</param>
/// <param name="wake">Makes <paramref name="listen"/> return.</param>
internal sealed class ExitWaiters(Action<List<ulong>> listen, Action wake)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, TaskCompletionSource> _waiters = [];
    private bool _threadRuns;

    /// <summary>How many exits are waited for.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiters.Count;
        }
    }

    /// <summary>Whether the thread exists.</summary>
    public bool ThreadRuns
    {
        get
        {
            lock (_gate)
                return _threadRuns;
        }
    }

    /// <summary>Adds somebody who waits for the key.</summary>
    public Task Add(ulong key)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiters.Add(key, waiter);
            if (!_threadRuns)
            {
                _threadRuns = true;
                new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "process exits" }.Start();
            }
        }

        return waiter.Task;
    }

    /// <summary>Takes somebody out, whether told or not.</summary>
    public void Remove(ulong key)
    {
        lock (_gate)
        {
            if (_waiters.Remove(key) && _waiters.Count == 0 && _threadRuns)
                wake();
        }
    }

    /// <summary>Ends all waiting: the tasks are cancelled and the thread goes.</summary>
    public void Close()
    {
        lock (_gate)
        {
            foreach (var waiter in _waiters.Values)
                waiter.TrySetCanceled();
            _waiters.Clear();
            if (_threadRuns)
                wake();
        }
    }

    private void Run()
    {
        var keys = new List<ulong>();
        while (true)
        {
            Exception? broken = null;
            try
            {
                listen(keys);
            }
            catch (Exception exception)
            {
                broken = exception;
            }

            lock (_gate)
            {
                foreach (var key in broken is null ? keys : [.. _waiters.Keys])
                {
                    if (!_waiters.Remove(key, out var waiter))
                        continue;
                    if (broken is null)
                        waiter.TrySetResult();
                    else
                        waiter.TrySetException(broken);
                }

                if (_waiters.Count > 0)
                    continue;
                _threadRuns = false;
                return;
            }
        }
    }
}
