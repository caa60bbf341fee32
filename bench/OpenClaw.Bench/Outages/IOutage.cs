using OpenClaw.Bench.Worlds;

namespace OpenClaw.Bench.Outages;

/// <summary>A way in which a gateway can be lost.</summary>
internal interface IOutage
{
    /// <summary>What it is called in a table.</summary>
    string Name { get; }

    /// <summary>Only its owner can end it: no tier can.</summary>
    bool NeedsOwner { get; }

    /// <summary>It has to begin while no daemon runs: a daemon would be faster than what causes it.</summary>
    bool BeginsUnseen { get; }

    /// <summary>Takes the gateway away.</summary>
    Task Begin(World world, CancellationToken cancel);

    /// <summary>Does what its owner does in the end; nothing where nobody is needed.</summary>
    void Mend(World world);
}

/// <summary>kill -9 of the gateway.</summary>
internal sealed class KilledGateway : IOutage
{
    public string Name => "killed";

    public bool NeedsOwner => false;

    public bool BeginsUnseen => false;

    public Task Begin(World world, CancellationToken cancel) => World.Kill(world.OnlyGateway(), cancel);

    public void Mend(World world)
    {
    }
}

/// <summary>The gateway's process stands still and answers nothing any more.</summary>
internal sealed class HungGateway : IOutage
{
    public string Name => "hung";

    public bool NeedsOwner => false;

    public bool BeginsUnseen => false;

    public Task Begin(World world, CancellationToken cancel)
    {
        world.OnlyGateway().Signal(Signals.Stop);
        return Task.CompletedTask;
    }

    public void Mend(World world)
    {
    }
}

/// <summary>A config that the gateway refuses with 78, until its owner takes it back. No doctor is there to do it.</summary>
internal sealed class RefusedConfig : IOutage
{
    public string Name => "config refused";

    public bool NeedsOwner => true;

    public bool BeginsUnseen => false;

    public Task Begin(World world, CancellationToken cancel)
    {
        world.Home.WriteConfig(bind: "nowhere");
        return World.Kill(world.OnlyGateway(), cancel);
    }

    public void Mend(World world) => world.Home.WriteConfig(bind: "loopback");
}
