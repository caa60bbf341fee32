using System.Collections.Concurrent;

namespace OpenClaw.Host.Journal;

/// <summary>
/// One thread that does one job after another. A disk may hang for ever: then it is this thread that hangs and no other one, and who waits for a job may give it up.
/// </summary>
internal sealed class BookWorker : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<Action> _jobs = [];
    private readonly Thread _thread;

    /// <summary>Starts the thread; it does not keep the process alive.</summary>
    public BookWorker()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "book" };
        _thread.Start();
    }

    /// <summary>How many jobs wait for their turn; the one that is being done is not among them.</summary>
    public int Waiting => _jobs.Count;

    /// <summary>Has a job done when its turn comes.</summary>
    /// <returns>What the job returned; fails as the job does.</returns>
    /// <exception cref="OperationCanceledException">Nobody waits any more. A job whose turn had come is done all the same.</exception>
    /// <exception cref="IOException">The end has come.</exception>
    public async Task<T> Do<T>(Func<T> job, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _jobs.Add(() => Settle(done, job, cancel), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new IOException("the book is closed");
        }

        return await done.Task.WaitAsync(cancel);
    }

    /// <summary>Does what is still to be done, and this at last; waits for it, but not for ever.</summary>
    public void End(Action last)
    {
        if (_jobs.IsAddingCompleted) return;
        _jobs.Add(last);
        _jobs.CompleteAdding();
        _thread.Join(Farewell);
    }

    /// <inheritdoc/>
    public void Dispose() => End(static () => { });

    private static void Settle<T>(TaskCompletionSource<T> done, Func<T> job, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            done.TrySetCanceled(cancel);
            return;
        }

        try
        {
            done.TrySetResult(job());
        }
        catch (Exception failed)
        {
            done.TrySetException(failed);
            // Whoever waited may have gone: then this is the only look at it.
            _ = done.Task.Exception;
        }
    }

    private void Work()
    {
        foreach (var job in _jobs.GetConsumingEnumerable()) job();
    }
}
