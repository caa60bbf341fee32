namespace OpenClaw.Bench.Worlds;

/// <summary>Asks /healthz twenty times a second until it is ended, and counts.</summary>
internal sealed class SteadyClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _asking;

    public SteadyClient(World world) => _asking = Ask(world);

    /// <summary>Requests so far.</summary>
    public int Asked { get; private set; }

    /// <summary>Those that were not answered as a gateway answers, within five seconds.</summary>
    public int Failed { get; private set; }

    /// <summary>Ends it.</summary>
    public async Task End()
    {
        await _over.CancelAsync();
        await _asking;
    }

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    private async Task Ask(World world)
    {
        using var every = new PeriodicTimer(Pause);
        var over = _over.Token;
        while (!over.IsCancellationRequested)
        {
            Asked++;
            if (!await world.IsLive()) Failed++;
            await Task.WhenAny(every.WaitForNextTickAsync(over).AsTask());
        }
    }
}
