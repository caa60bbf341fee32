namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>Whoever waits for a change of what may have blocked the gateway.</summary>
public sealed class ModelCauses
{
    private readonly List<(TaskCompletionSource<string> Heard, Func<bool> IsAlive)> _waiting = [];

    /// <summary>Something has changed.</summary>
    public void Change(string what)
    {
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var one in waiting.Where(static w => w.IsAlive())) one.Heard.TrySetResult(what);
    }

    /// <summary>Completes at the next change.</summary>
    public Task<string> Wait(Func<bool> isAlive, CancellationToken cancel)
    {
        var heard = new TaskCompletionSource<string>();
        cancel.Register(() =>
        {
            if (isAlive()) heard.TrySetCanceled(CancellationToken.None);
        });
        _waiting.Add((heard, isAlive));
        return heard.Task;
    }
}
