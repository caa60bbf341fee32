namespace OpenClaw.Host.Demo;

/// <summary>All that has happened in a demo, in the order in which it came in; the one thing that the scenario, the judge and the view read.</summary>
internal sealed class DemoLog(TimeProvider time, Action<DemoEvent> show)
{
    private readonly Lock _gate = new();
    private readonly List<DemoEvent> _events = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Now, on the demo's clock.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>How many events there are; an event's place is a mark to read from.</summary>
    public int Count
    {
        get { lock (_gate) return _events.Count; }
    }

    /// <summary>The events from a mark on.</summary>
    public IReadOnlyList<DemoEvent> From(int mark)
    {
        lock (_gate) return _events[mark..];
    }

    /// <summary>Adds an event and shows it. From any thread.</summary>
    public void Add(DemoEvent e)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _events.Add(e);
            show(e);
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    /// <summary>Waits until the events from a mark on fulfil a condition. False when the budget is used up before.</summary>
    public async Task<bool> Until(int mark, Func<IReadOnlyList<DemoEvent>, bool> condition, TimeSpan budget, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(budget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        while (true)
        {
            Task changed;
            IReadOnlyList<DemoEvent> events;
            lock (_gate) (changed, events) = (_changed.Task, _events[mark..]);
            if (condition(events)) return true;
            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
