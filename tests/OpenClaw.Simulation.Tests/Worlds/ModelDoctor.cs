using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>A doctor who does what the plan says, and takes back what it changed when the verdict is bad. Its case outlives the daemon.</summary>
public sealed class ModelDoctor(World world)
{
    private readonly HashSet<IncidentId> _changed = [];
    private int _treatments;

    /// <summary>What the next treatment will be and how long it takes.</summary>
    public (Conduct Conduct, Treatment What) Begin()
    {
        var script = world.Plan.Doctor;
        var what = script[Math.Min(_treatments++, script.Count - 1)];
        world.Tally.Count($"doctor {what}");
        world.Tell($"the doctor begins: {what}");
        var works = TimeSpan.FromSeconds(world.Dice.Below(40));
        var leaves = TimeSpan.FromSeconds(world.Dice.Below(5));
        return (what switch
        {
            Treatment.Hangs => Conduct.Hangs,
            Treatment.Crashes => new Conduct(works, false, Ending.Failed, TimeSpan.Zero),
            Treatment.MendsAndCrashes => new Conduct(works, true, Ending.Failed, leaves),
            _ => new Conduct(works, true, Ending.Answered, leaves),
        }, what);
    }

    /// <summary>It does its work.</summary>
    public DoctorReply Treat(CaseFile file, Treatment what)
    {
        world.Tell($"the doctor's work takes effect: {what}");
        switch (what)
        {
            case Treatment.Mends or Treatment.MendsAndCrashes:
                if (world.Gateway.IsConfigBroken) Change(file.Incident, isBroken: false);
                (world.Gateway.DiesInBoot, world.Gateway.HangsAgain) = (false, false);
                return new DoctorReply.Claims("mended");
            case Treatment.Worsens when !world.IsPeace:
                Change(file.Incident, isBroken: true);
                return new DoctorReply.Claims("done");
            case Treatment.GivesUp:
                return new DoctorReply.GaveUp("I do not know");
            case Treatment.Unavailable:
                return new DoctorReply.Unavailable(UnavailableKind.Quota, "out of quota");
            default:
                return new DoctorReply.Claims("done");
        }
    }

    /// <summary>It leaves.</summary>
    public string Discharge(IncidentId incident, Verdict verdict)
    {
        world.Tally.Count($"discharge {verdict}");
        world.Tell($"the doctor leaves {incident}: {verdict}");
        // What its owner has written since is not taken back.
        if (_changed.Remove(incident) && verdict != Verdict.Healed && !world.IsPeace) world.Gateway.WriteConfig(!world.Gateway.IsConfigBroken);
        return "left";
    }

    private void Change(IncidentId incident, bool isBroken)
    {
        if (world.Gateway.IsConfigBroken == isBroken) return;
        world.Gateway.WriteConfig(isBroken);
        if (!_changed.Remove(incident)) _changed.Add(incident);
    }
}
