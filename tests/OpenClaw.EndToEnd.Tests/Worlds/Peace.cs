namespace OpenClaw.EndToEnd.Tests.Worlds;

/// <summary>How things were when something began that looks like trouble and is none: nothing may be done about it, and nobody woken.</summary>
internal sealed class Peace
{
    private static readonly string[] Deeds = ["RepairOrdered", "Escalated", "HumanCalled"];

    private readonly World _world;
    private readonly ProcessRef? _gateway;
    private readonly int _boots;
    private readonly int _restarts;
    private readonly int _told;
    private readonly int _posts;

    private Peace(World world, ProcessRef? gateway, int restarts)
    {
        (_world, _gateway, _restarts) = (world, gateway, restarts);
        (_boots, _told, _posts) = (world.GatewayLog.Boots, world.Log.All().Count, world.Discord.Calls.Count);
    }

    /// <summary>As it is now.</summary>
    public static async Task<Peace> In(World world) => new(world, await world.Gateway(), await world.KeeperRestarts());

    /// <summary>The same gateway goes on, started by nobody again, and nobody is disturbed.</summary>
    public async Task Lasts(TimeSpan during)
    {
        await Eventually.KeepsHolding("the gateway is left alone by a daemon that lives", during, () =>
            _world.Daemon is { IsAlive: true } && _gateway is not { IsAlive: false } && !Disturbances.Any());
        (await _world.Gateway()).ShouldBe(_gateway);
        _world.GatewayLog.Boots.ShouldBe(_boots);
        (await _world.KeeperRestarts()).ShouldBe(_restarts);
    }

    /// <summary>Nothing was done, and nobody was told; what the gateway itself did meanwhile is its own affair.</summary>
    public void ShouldBeUndisturbed() => Disturbances.ShouldBeEmpty();

    /// <summary>How often the gateway has booted since, by whose order ever.</summary>
    public int Boots => _world.GatewayLog.Boots - _boots;

    private IEnumerable<string> Disturbances =>
    [
        .. _world.Log.All().Skip(_told).Where(line => Deeds.Contains(line.Name)).Select(line => line.ToString()),
        .. _world.Discord.Calls.Skip(_posts).Select(call => call.Body),
    ];
}
