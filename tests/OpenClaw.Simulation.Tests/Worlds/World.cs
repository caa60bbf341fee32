using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Simulation.Tests.Engine;
using OpenClaw.Simulation.Tests.Rules;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>One simulated world: a gateway, its host, its owner, and the real healer, all on one thread and one virtual clock.</summary>
public sealed class World
{
    private const int MostTurnsAtOnce = 100_000;
    private readonly List<string>? _story;
    private readonly Timeline _timeline;

    /// <summary>Makes a world out of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tellsStory">Whether it is written down what happens, for people.</param>
    public World(Plan plan, bool tellsStory = false)
    {
        (Plan, Policy, Dice) = (plan, Policies.Of(plan.Policy), new Dice(plan.Seed));
        _story = tellsStory ? [] : null;
        Clock = new VirtualClock(Dice);
        Gateway = new ModelGateway(plan.Gateway, Clock, Causes, Tell);
        Channels = [new ModelChannel(this, "discord", Severity.Warning), new ModelChannel(this, "log", Severity.Info)];
        (Chance, Doctor, Owner, Known, Rules, Healer) = (new Chance(this), new ModelDoctor(this), new ModelOwner(this), new Knowledge(Policy), new Rulebook(this), new Healer(this));
        _timeline = new Timeline(this);
    }

    /// <summary>What was decided before it began.</summary>
    public Plan Plan { get; }

    /// <summary>The healer's budgets.</summary>
    public GatewayPolicy Policy { get; }

    /// <summary>All chance there is.</summary>
    public Dice Dice { get; }

    /// <summary>The clock.</summary>
    public VirtualClock Clock { get; }

    /// <summary>The gateway.</summary>
    public ModelGateway Gateway { get; }

    /// <summary>The disk.</summary>
    public ModelDisk Disk { get; } = new();

    /// <summary>The channels.</summary>
    public IReadOnlyList<ModelChannel> Channels { get; }

    /// <summary>How calls go.</summary>
    public Chance Chance { get; }

    /// <summary>The doctor.</summary>
    public ModelDoctor Doctor { get; }

    /// <summary>The owner.</summary>
    public ModelOwner Owner { get; }

    /// <summary>Who waits for causes.</summary>
    public ModelCauses Causes { get; } = new();

    /// <summary>What the healer can know.</summary>
    public Knowledge Known { get; }

    /// <summary>What must hold.</summary>
    public Rulebook Rules { get; }

    /// <summary>The daemon.</summary>
    public Healer Healer { get; }

    /// <summary>What occurred.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Everything planned is over.</summary>
    public bool IsPeace { get; set; }

    /// <summary>The first rule that was broken; null when none was.</summary>
    public string? Failure { get; private set; }

    /// <summary>What happened, for people.</summary>
    public IReadOnlyList<string> Story => _story ?? [];

    /// <summary>Equal for equal runs: each choice of the pump in each life, and each event.</summary>
    public ulong Trail { get; private set; } = 14695981039346656037;

    /// <summary>Runs it to its end; <see cref="Failure"/> says whether all was well.</summary>
    /// <param name="longer">For how long it goes on before that, when nothing is planned for this time.</param>
    public World Run(TimeSpan longer = default)
    {
        ThreadClock.Current = Clock;
        Gateway.Start();
        Healer.Start();
        _timeline.Lay();
        if (Pass(Plan.Peace) && Pass(longer)) Settle();
        if (Failure is null) Rules.AtTheEnd();
        Note(Healer.Daemon?.Pump.Trail ?? 0);
        // Timers of .NET's own clock that the healer has set may ring when this world is long over.
        Healer.Daemon?.Kill();
        return this;
    }

    /// <summary>Time passes, message by message and alarm by alarm; false when a rule was broken meanwhile.</summary>
    public bool Pass(TimeSpan span)
    {
        var until = Clock.Elapsed + span.Ticks;
        do
        {
            Drain();
            if (Failure is not null) return false;
            if (!Healer.IsAtTheBooks) Known.Settle();
            Rules.Compare();
        }
        while (Clock.RingNext(until, IsDead));
        Clock.StandStill(TimeSpan.FromTicks(until - Clock.Elapsed));
        return Failure is null;
    }

    /// <summary>A line of the story.</summary>
    public void Tell(string line) => _story?.Add($"{TimeSpan.FromTicks(Clock.Elapsed).TotalSeconds,9:0.0} {line}");

    /// <summary>Part of the trail.</summary>
    public void Note(ulong what) => Trail = (Trail ^ what) * 1099511628211;

    /// <summary>A rule is broken.</summary>
    public void Fail(string rule)
    {
        Tell($"BROKEN: {rule}");
        Failure ??= rule;
    }

    /// <summary>The healer has stored an event and acts on it.</summary>
    public void Heard(Daemon daemon, IncidentEvent e)
    {
        Tell($"life {daemon.Number}: {e.Incident}#{e.Number} {Telling.Line(e)}");
        Note((ulong)(Clock.Elapsed ^ e.Number));
        Rules.Happened(e);
    }

    /// <summary>A restart is carried out.</summary>
    public RestartOutcome CarryOut(RestartKind kind, bool stopsOnly)
    {
        Tell($"a {kind} restart is carried out");
        Tally.Count($"restart {kind}");
        if (kind != RestartKind.Start && Gateway.Process is not null)
        {
            Rules.Ends(kind);
            Gateway.StopForRestart(kind == RestartKind.Forced);
        }

        if (!stopsOnly) Gateway.Start();
        return new RestartOutcome(true, "started");
    }

    /// <summary>After peace: until nothing is left to be done, or longer than it may take.</summary>
    private void Settle()
    {
        var limit = Policies.Bound(Policy).Ticks + Clock.Elapsed;
        while (Rules.Unfinished() is { } what)
        {
            if (Clock.Elapsed > limit) Fail($"it is not over within {Policies.Bound(Policy)} of peace: {what}");
            if (!Pass(TimeSpan.FromSeconds(10))) return;
        }

        Tally.Count("seconds to the end after peace", (Clock.Elapsed - (limit - Policies.Bound(Policy).Ticks)) / TimeSpan.TicksPerSecond);
    }

    private void Drain()
    {
        var turns = 0;
        while (Failure is null)
        {
            if (Healer.Turn())
            {
                if (++turns > MostTurnsAtOnce) Fail("the healer does not come to rest");
                // What is due at the same moment may also come while it is at work.
                if (!Dice.Percent(3) || !Clock.RingNext(Clock.Elapsed, IsDead, onlyDue: true)) continue;
            }
            else return;
        }
    }

    private static bool IsDead(object owner) => owner is Daemon { IsAlive: false };
}
