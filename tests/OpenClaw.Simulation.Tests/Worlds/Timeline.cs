using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>Lets the plan's happenings happen, and whoever broke something mend it.</summary>
internal sealed class Timeline(World world)
{
    private readonly ModelGateway _gateway = world.Gateway;

    /// <summary>Lays all happenings out in time.</summary>
    public void Lay()
    {
        foreach (var happening in world.Plan.Happenings) In(happening.At, () => Happen(happening));
        world.Clock.In(world.Plan.Peace, Peace);
    }

    private void In(double seconds, Action what) => world.Clock.In(TimeSpan.FromSeconds(seconds), what);

    private void Happen(Happening h)
    {
        world.Tally.Count($"happened {h.What}");
        world.Tell($"HAPPENS: {h.What} for {h.Length} s ({h.Detail})");
        var length = TimeSpan.FromSeconds(h.Length);
        switch (h.What)
        {
            case Event.Crash: _gateway.Die(null, 9); break;
            case Event.Exit: _gateway.Die(0); break;
            case Event.Hang: _gateway.IsHung = _gateway.Process is not null; break;
            case Event.HangsAgain: (_gateway.IsHung, _gateway.HangsAgain) = (_gateway.Process is not null, true); break;
            case Event.BootLoop:
                _gateway.DiesInBoot = true;
                _gateway.Die(1);
                break;
            case Event.BadConfig:
                _gateway.WriteConfig(isBroken: true);
                _gateway.Die(ProcessExit.ConfigRefused);
                break;
            case Event.SlowBoots:
                _gateway.Slowness = 8;
                In(h.Length, () => _gateway.Slowness = 1);
                break;
            case Event.Stranger:
                Shut(h, () => _gateway.HasStranger = true, () => _gateway.HasStranger = false);
                break;
            case Event.Duplicate:
                Shut(h, () => _gateway.HasDouble = true, () => _gateway.HasDouble = false);
                break;
            case Event.Moved:
                Shut(h, () => _gateway.IsElsewhere = true, () => _gateway.IsElsewhere = false);
                break;
            case Event.Suppressed:
                _gateway.IsSuppressed = true;
                In(h.Length, () => _gateway.IsSuppressed = false);
                break;
            case Event.Flaps:
                for (var i = 0; i < h.Length; i += 20)
                {
                    In(i, () => _gateway.IsMute = _gateway.Process is not null);
                    In(i + 11, () => _gateway.IsMute = false);
                }

                break;
            case Event.Update or Event.UpdateDies: Update(h); break;
            case Event.Unloaded: _gateway.Unload(ServiceState.NotLoaded); break;
            case Event.Disabled: _gateway.Unload(ServiceState.Disabled); break;
            case Event.OwnerStops:
                _gateway.Stop();
                if (h.Detail % 2 == 0) In(h.Length, _gateway.Start);
                break;
            case Event.Pause:
                world.Owner.Pause(h.Detail % 2 == 0 ? null : length);
                In(h.Length, world.Owner.Resume);
                break;
            case Event.OwnerWantsIt: world.Owner.Want(); break;
            case Event.Acknowledge: world.Owner.Acknowledge(); break;
            case Event.CauseChanges: world.Causes.Change("something was written"); break;
            case Event.ChannelsDead:
                world.Channels[0].Death = Math.Abs(h.Detail) % 4;
                world.Channels[1].Death = h.Detail % 3 == 0 ? Math.Abs(h.Detail) % 4 : null;
                world.Chance.Begin(h.What, length);
                break;
            case Event.Kill: world.Healer.Sentence(Math.Abs(h.Detail) % 60, TimeSpan.FromSeconds(1 + (h.Length % 40)), atAnOrder: h.Detail % 2 != 0); break;
            case Event.ClockSet: world.Clock.SetWall(TimeSpan.FromSeconds(h.Detail)); break;
            case Event.Sleep: world.Clock.StandStill(length); break;
            default: world.Chance.Begin(h.What, length); break;
        }
    }

    private void Shut(Happening h, Action come, Action go)
    {
        _gateway.Die(1);
        come();
        In(h.Length, () =>
        {
            go();
            if (h.Detail % 2 == 0) world.Causes.Change("its port is free");
        });
    }

    private void Update(Happening h)
    {
        var began = world.Clock.Wall;
        _gateway.Upkeep = new Upkeep(UpkeepKind.Updating, began, "openclaw update is at work");
        In(2, () => _gateway.Stop(byUpdate: true));
        In(2 + h.Length, () =>
        {
            if (h.What == Event.UpdateDies && !world.IsPeace)
            {
                _gateway.Upkeep = new Upkeep(UpkeepKind.UpdateDied, began, "openclaw update has died");
                return;
            }

            _gateway.Upkeep = Upkeep.None;
            if (!_gateway.IsStoppedByOwner) _gateway.Start();
        });
    }

    /// <summary>Whoever broke something mends it; what the healer is there for is left to it.</summary>
    private void Peace()
    {
        world.Tell("PEACE");
        world.IsPeace = true;
        (_gateway.HasStranger, _gateway.HasDouble, _gateway.IsElsewhere, _gateway.DiesInBoot, _gateway.HangsAgain, _gateway.IsMute, _gateway.IsSuppressed, _gateway.Slowness) = (false, false, false, false, false, false, false, 1);
        // Also one that was put right between a start and its exit 78: the healer takes that for the one that was refused, and waits for the next change.
        if (_gateway.IsConfigBroken || _gateway.HasRefused) _gateway.WriteConfig(isBroken: false);
        // Once a human was called the healer does not load a job any more: that is the owner's turn.
        if (_gateway.Absence is not null) _gateway.Start();
        if (_gateway.Upkeep.Kind != UpkeepKind.None)
        {
            _gateway.Upkeep = Upkeep.None;
            if (_gateway.IsStoppedByUpdate) _gateway.Start();
        }

        world.Owner.Resume();
        if (world.Dice.Percent(50)) world.Causes.Change("its owner has mended something");
    }
}
