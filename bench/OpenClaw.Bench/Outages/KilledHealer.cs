using System.Diagnostics;
using OpenClaw.Actors.Incidents;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Daemon;

namespace OpenClaw.Bench.Outages;

/// <summary>A daemon in the middle of its work that is killed at random moments, and the next one that has to go on.</summary>
internal sealed class KilledHealer(World world, IIncidentHistory book)
{
    private static readonly TimeSpan LatestMoment = TimeSpan.FromSeconds(8);
    private DaemonProcess? _daemon;

    /// <summary>Kills in the middle of a recovery, by the outage's name.</summary>
    public Dictionary<string, int> Kills { get; } = [];

    /// <summary>Starts the first daemon and waits until its gateway is healthy.</summary>
    public async Task Start(CancellationToken cancel) => _daemon = await world.StartDaemonAndSeeHealth(cancel);

    /// <summary>Stops the last daemon in order.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> Stop() => _daemon!.Stop();

    /// <summary>One outage from its beginning to its end, under a daemon that is killed up to so many times meanwhile.</summary>
    /// <returns>Seconds from the outage, or from what its owner did about it, until the daemon said that it is over.</returns>
    public async Task<double> Recover(IOutage outage, int kills, CancellationToken cancel)
    {
        var lost = world.OnlyGateway();
        if (outage.BeginsUnseen) await _daemon!.Kill();
        var clock = Stopwatch.StartNew();
        await outage.Begin(world, cancel);
        if (outage.BeginsUnseen) _daemon = world.StartDaemon();

        var before = outage.NeedsOwner ? kills / 2 : kills;
        await Kill(outage, before, lost, cancel);
        if (outage.NeedsOwner)
        {
            await Eventually.Holds($"a human is called ({outage.Name})", World.BootLimit, IsHumanCalled, cancel);
            outage.Mend(world);
            clock.Restart();
            await Kill(outage, kills - before, lost, cancel);
        }

        await Eventually.Holds($"the last daemon has ended the outage ({outage.Name})", World.BootLimit, () => IsOver(lost), cancel);
        return clock.Elapsed.TotalSeconds;
    }

    private async Task Kill(IOutage outage, int kills, ProcessRef lost, CancellationToken cancel)
    {
        for (var i = 0; i < kills; i++)
        {
            // At any moment, more often at an early one: then a daemon has most to do.
            await Task.Delay(LatestMoment * Math.Pow(Random.Shared.NextDouble(), 3), cancel);
            if (await IsOver(lost)) return;
            await _daemon!.Kill();
            Kills[outage.Name] = Kills.GetValueOrDefault(outage.Name) + 1;
            _daemon = world.StartDaemon();
        }
    }

    private async Task<bool> IsHumanCalled() =>
        (await book.Find(new IncidentQuery { IsOpen = true }, CancellationToken.None)).Any(static incident => incident.Calls > 0);

    private async Task<bool> IsOver(ProcessRef lost) =>
        world.Gateways() is [var only] && only != lost && world.Status(_daemon!) is { Healthy: true, Incident: null } && await world.IsStarted();
}
