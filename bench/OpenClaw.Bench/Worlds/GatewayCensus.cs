namespace OpenClaw.Bench.Worlds;

/// <summary>Counts the gateways of a world ten times a second until it is ended: two at once would be two hands at work.</summary>
internal sealed class GatewayCensus : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _counting;

    public GatewayCensus(World world) => _counting = Count(world);

    /// <summary>The most that were seen at once.</summary>
    public int Most { get; private set; }

    /// <summary>How often was counted.</summary>
    public int Looks { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _counting;
        _over.Dispose();
    }

    private async Task Count(World world)
    {
        using var every = new PeriodicTimer(Pause);
        var over = _over.Token;
        while (!over.IsCancellationRequested)
        {
            Most = Math.Max(Most, await Task.Run(() => world.Gateways().Count, CancellationToken.None));
            Looks++;
            await Task.WhenAny(every.WaitForNextTickAsync(over).AsTask());
        }
    }
}
