using OpenClaw.Actors.Notifying;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>How each call goes: by the windows of the plan, and by the dice. In peace all goes well.</summary>
public sealed class Chance(World world)
{
    private readonly Dictionary<Event, long> _until = [];

    /// <summary>The process cannot be read.</summary>
    public bool IsBlind => Is(Event.BlindProcess);

    /// <summary>The probe fails itself.</summary>
    public bool IsProbeBlind => Is(Event.BlindProbe);

    /// <summary>A window of trouble begins.</summary>
    public void Begin(Event trouble, TimeSpan length) => _until[trouble] = world.Clock.Elapsed + length.Ticks;

    /// <summary>A look at the process.</summary>
    public Conduct Look() => Seeing(world.Plan.Trouble.Look);

    /// <summary>A look by HTTP.</summary>
    public Conduct Probe() => Seeing(world.Plan.Trouble.Probe);

    /// <summary>A restart, and whether it stops the gateway and then fails to start it.</summary>
    public (Conduct Conduct, bool StopsOnly) Restart()
    {
        var outlives = world.Dice.Percent(50);
        var takes = TimeSpan.FromSeconds(world.Dice.Below(4));
        if (!Strikes(world.Plan.Trouble.Restart)) return (new Conduct(takes, true, Ending.Answered, TimeSpan.Zero, outlives), false);
        var kind = world.Dice.Below(6);
        world.Tally.Count($"restart {(RestartFault)kind}");
        world.Tell($"the restart {(RestartFault)kind}");
        return ((RestartFault)kind switch
        {
            RestartFault.Fails => Conduct.Fails,
            RestartFault.Lies => new Conduct(takes, false, Ending.Answered, TimeSpan.Zero),
            RestartFault.Hangs => Conduct.Hangs,
            RestartFault.IsSlow => new Conduct(takes * 5, true, Ending.Answered, takes),
            RestartFault.WorksAndFails => new Conduct(takes, true, Ending.Failed, takes),
            _ => new Conduct(takes, true, Ending.Failed, TimeSpan.Zero),
        }, (RestartFault)kind == RestartFault.StopsOnly);
    }

    /// <summary>A doctor leaves.</summary>
    public Conduct Discharge() => !Strikes(world.Plan.Trouble.Discharge) ? Conduct.Well : world.Dice.Below(3) switch
    {
        0 => Conduct.Fails,
        1 => Conduct.Slow(20),
        // No caller waits longer than a minute.
        _ => new Conduct(TimeSpan.FromSeconds(60), false, Ending.Failed, TimeSpan.Zero),
    };

    /// <summary>The disk is read or written.</summary>
    public Conduct Store(bool isWrite)
    {
        if (Is(Event.DiskHangs))
        {
            var happens = world.Dice.Percent(50);
            return Count("disk hangs", new Conduct(Left(Event.DiskHangs), happens, happens ? Ending.Answered : Ending.Failed, TimeSpan.Zero));
        }

        if (Is(Event.DiskFull)) return isWrite || world.Dice.Percent(30) ? Count("disk full", Conduct.Fails) : Conduct.Well;
        if (Is(Event.DiskLies) && isWrite) return Count("written and not heard of", Conduct.Lies);
        if (Is(Event.DiskSlow)) return Count("disk slow", new Conduct(TimeSpan.FromSeconds(world.Dice.Below(8)), true, Ending.Answered, TimeSpan.FromSeconds(world.Dice.Below(3))));
        if (!Strikes(world.Plan.Trouble.Store)) return Conduct.Well;
        return world.Dice.Below(3) switch
        {
            0 => Count("write or read lost", Conduct.Fails),
            1 => isWrite ? Count("written and not heard of", Conduct.Lies) : Conduct.Well,
            _ => Count("disk slow", Conduct.Slow(world.Dice.Below(8))),
        };
    }

    /// <summary>News is told.</summary>
    public (Conduct Conduct, Delivery Answer) Delivery(ModelChannel channel)
    {
        var kind = Is(Event.ChannelsDead) && channel.Death is { } death ? death : Strikes(world.Plan.Trouble.Delivery) ? world.Dice.Below(5) : -1;
        if (kind >= 0) world.Tally.Count($"channel {(ChannelFault)kind}");
        return (ChannelFault)kind switch
        {
            ChannelFault.SaysLater => (Conduct.Slow(1), new Delivery.TryLater(world.Dice.Percent(50) ? TimeSpan.FromSeconds(20) : null, "503")),
            ChannelFault.Hangs => (Conduct.Hangs, new Delivery.Delivered()),
            ChannelFault.ArrivesAndHangs => (new Conduct(TimeSpan.FromSeconds(1), true, Ending.Silent, TimeSpan.Zero, Outlives: true), new Delivery.Delivered()),
            ChannelFault.ArrivesAndFails => (Conduct.Lies, new Delivery.Delivered()),
            ChannelFault.IsSlow => (new Conduct(TimeSpan.FromSeconds(3), true, Ending.Answered, TimeSpan.FromSeconds(3), Outlives: true), new Delivery.Delivered()),
            _ => (Conduct.Well, new Delivery.Delivered()),
        };
    }

    private Conduct Seeing(int trouble)
    {
        if (Is(Event.LooksHang)) return Count("look hangs", Conduct.Hangs);
        if (!Strikes(trouble)) return Conduct.Well;
        return world.Dice.Below(3) switch
        {
            0 => Count("look fails", Conduct.Fails),
            1 => Count("look hangs", Conduct.Hangs),
            _ => Count("look slow", Conduct.Slow(1 + world.Dice.Below(8))),
        };
    }

    private Conduct Count(string what, Conduct conduct)
    {
        world.Tally.Count(what);
        return conduct;
    }

    private bool Strikes(int percent) => !world.IsPeace && world.Dice.Percent(percent);

    private bool Is(Event trouble) => !world.IsPeace && _until.TryGetValue(trouble, out var until) && world.Clock.Elapsed < until;

    private TimeSpan Left(Event trouble) => TimeSpan.FromTicks(_until[trouble] - world.Clock.Elapsed);

    private enum RestartFault
    {
        Fails,
        Lies,
        Hangs,
        IsSlow,
        WorksAndFails,
        StopsOnly,
    }

    private enum ChannelFault
    {
        SaysLater,
        Hangs,
        ArrivesAndHangs,
        ArrivesAndFails,
        IsSlow,
    }
}
