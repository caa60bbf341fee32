using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;
using Shouldly;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>
/// Drives the machine by hand as the incident actor does: observe, decide, apply. What must hold in every sequence is checked after every fact.
/// </summary>
public sealed class Bench(GatewayPolicy? policy = null)
{
    /// <summary>Phases in which nobody may restart the gateway, whatever else is known.</summary>
    public static readonly GatewayPhase[] HandsOff =
    [
        GatewayPhase.Ready, GatewayPhase.LiveNotReady, GatewayPhase.Starting, GatewayPhase.Draining, GatewayPhase.Restarting, GatewayPhase.PortTaken,
        GatewayPhase.StoppedOnPurpose, GatewayPhase.Unknown, GatewayPhase.ChannelsSuppressed, GatewayPhase.Duplicate, GatewayPhase.Updating, GatewayPhase.Paused,
        GatewayPhase.Awoken, GatewayPhase.Blind, GatewayPhase.Stalled,
    ];

    private static readonly GatewayId Gateway = new("main");
    private readonly List<IncidentEvent> _events = [];
    private readonly List<IGatewayOrder> _orders = [];

    private readonly List<(NoticeKind Kind, Notice Notice)> _notices = [];

    /// <summary>Without chance, so that pauses can be told to the second.</summary>
    public GatewayPolicy Policy { get; } = (policy ?? new GatewayPolicy { Probation = TimeSpan.FromSeconds(10) }) with { BackoffJitter = 0 };

    /// <summary>What its owner was told besides incidents.</summary>
    public IReadOnlyList<(NoticeKind Kind, Notice Notice)> Notices => _notices;

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    public GatewayState State { get; private set; } = new(Gateway);

    public IReadOnlyList<IncidentEvent> Events => _events;

    public IReadOnlyList<IGatewayOrder> Orders => _orders;

    public GatewayPhase Phase => State.Seen.Phase;

    public Incident Open => State.Open.ShouldNotBeNull();

    /// <summary>What the last fact led to.</summary>
    public IReadOnlyList<IncidentEvent> Turn { get; private set; } = [];

    public IReadOnlyList<RepairOrdered> Restarts => [.. _events.OfType<RepairOrdered>().Where(o => o.Restart is not null)];

    public IReadOnlyList<RepairOrdered> Treatments => [.. _events.OfType<RepairOrdered>().Where(o => o.Restart is null)];

    public IReadOnlyList<HumanCalled> Calls => [.. _events.OfType<HumanCalled>()];

    /// <summary>What the process looks like from now on, each time <see cref="Pass(TimeSpan)"/> looks.</summary>
    public ProcessState? Process { get; set; }

    /// <summary>What HTTP answers from now on.</summary>
    public HttpAnswer? Http { get; set; }

    /// <summary>A world at peace: the gateway has run for an hour.</summary>
    public static Bench Healthy(GatewayPolicy? policy = null)
    {
        var bench = new Bench(policy);
        bench.Process = Seen.Alive(startedAt: bench.Now.AddHours(-1));
        bench.Http = Seen.Ready();
        bench.Pass(20);
        bench.Phase.ShouldBe(GatewayPhase.Ready);
        bench.Events.ShouldBeEmpty();
        return bench;
    }

    /// <summary>A gateway that ran for an hour and has just died.</summary>
    public static Bench Dead(GatewayPolicy? policy = null)
    {
        var bench = Healthy(policy);
        bench.Http = Seen.Refused();
        return bench.Later(1).See(Seen.Gone());
    }

    /// <summary>A gateway that ran for an hour and hangs.</summary>
    public static Bench Hung(GatewayPolicy? policy = null)
    {
        var bench = Healthy(policy);
        bench.Http = Seen.Silent();
        return bench.PassUntil(b => b.State.Open is not null, 60, "a hang must open an incident");
    }

    /// <summary>A gateway at the doctor's, the treatment under way.</summary>
    public static Bench AtTheDoctor(GatewayPolicy? policy = null)
    {
        var bench = Healthy(policy);
        bench.Http = Seen.Refused();
        return bench.Later(1).See(Seen.Refused78());
    }

    /// <summary>A gateway for which a human was called; no doctor could be had.</summary>
    public static Bench AtTheHuman(GatewayPolicy? policy = null) => AtTheDoctor(policy).Later(1).End(RepairResult.Unavailable, "no doctor is configured");

    /// <summary>The gateway comes up as a new process that has started.</summary>
    public Bench ComesUp(ProcessIdentity? process = null)
    {
        Process = Seen.Alive(process ?? Seen.P2, Now);
        Http = Seen.Ready();
        return this;
    }

    /// <summary>Moves the clock without anybody looking.</summary>
    public Bench Later(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public Bench See(ProcessState state, double ago = 0)
    {
        Process = state;
        return Feed(new ProcessSeen(Gateway, Now.AddSeconds(-ago), state));
    }

    public Bench Hear(HttpAnswer answer, double ago = 0)
    {
        Http = answer;
        return Feed(new HttpSeen(Gateway, Now.AddSeconds(-ago), answer));
    }

    public Bench Lose(Tier tier) => Feed(new TierLost(Gateway, Now, tier, "it failed again and again"));

    public Bench Bounce(Tier tier) => Feed(new OrderBounced(Gateway, Now, tier));

    public Bench Acknowledge(IncidentId? incident = null) => Feed(new OperatorSaid(Gateway, Now, OperatorCommand.Acknowledge) { Incident = incident });

    public Bench Pause(DateTimeOffset? until = null, string? reason = null) => Feed(new OperatorSaid(Gateway, Now, OperatorCommand.Pause, until, reason));

    public Bench Resume() => Feed(new OperatorSaid(Gateway, Now, OperatorCommand.Resume));

    public Bench Want() => Feed(new OperatorSaid(Gateway, Now, OperatorCommand.Start));

    /// <summary>How often something changed that may have blocked the gateway.</summary>
    public int Changes { get; private set; }

    public Bench Change(string what = "its configuration was written")
    {
        Changes++;
        return Feed(new CauseChanged(Gateway, Now, what));
    }

    /// <summary>The healer stood still until now.</summary>
    public Bench Late(double seconds) => Feed(new HealerWasLate(Gateway, Now, TimeSpan.FromSeconds(seconds)));

    public Bench Ring() => Feed(new TimePassed(Gateway, Now));

    /// <summary>Ends the order in flight.</summary>
    public Bench End(RepairResult result = RepairResult.Done, string note = "as told")
    {
        var order = Open.InFlight.ShouldNotBeNull("an order must be in flight to end");
        return Ended(order.Incident, order.Attempt, order.Restart is null ? Tier.Doctor : Tier.Watchdog, result, note);
    }

    public Bench Ended(IncidentId incident, int attempt, Tier tier, RepairResult result, string note = "as told") =>
        Feed(new RepairEnded(Gateway, Now, incident, tier, attempt, result, note));

    /// <summary>Time passes: both sensors look every 5 s at <see cref="Process"/> and <see cref="Http"/>, alarms ring when they are due.</summary>
    public Bench Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    public Bench Pass(TimeSpan span)
    {
        var until = Now + span;
        var nextLook = Now + Policy.LookIntervalSuspicious;
        while (true)
        {
            var alarm = IncidentMachine.WakeAt(State, Now, Policy);
            var next = alarm is { } wake && wake < nextLook ? wake : nextLook;
            if (next > until) break;
            Now = next;
            if (alarm == next) Ring();
            if (nextLook != next) continue;
            nextLook += Policy.LookIntervalSuspicious;
            if (Process is { } process) See(process);
            if (Http is { } http) Hear(http);
        }

        Now = until;
        return this;
    }

    /// <summary>Looks until the condition holds.</summary>
    public Bench PassUntil(Func<Bench, bool> condition, double atMostSeconds, string what)
    {
        var limit = Now.AddSeconds(atMostSeconds);
        while (!condition(this))
        {
            Now.ShouldBeLessThan(limit, $"{what}; so far: {Story}");
            Pass(5);
        }

        return this;
    }

    /// <summary>Ends every order as soon as it is given, while time passes.</summary>
    public Bench PassObeying(TimeSpan span, Action<Bench>? afterRestart = null)
    {
        var until = Now + span;
        while (Now < until)
        {
            if (State.Open?.InFlight is { Restart: not null })
            {
                End();
                afterRestart?.Invoke(this);
            }

            Pass(5);
        }

        return this;
    }

    /// <summary>The healer is restarted: only the book survives.</summary>
    public Bench RestartTheHealer()
    {
        State = new GatewayState(Gateway);
        foreach (var e in _events) State = State.Apply(e);
        Take(IncidentMachine.Recover(State, Now));
        return this;
    }

    public Bench Feed(IGatewayFact fact)
    {
        State = State.Observe(fact, Now, Policy);
        Take(IncidentMachine.Decide(State, fact, Now, Policy));
        var due = State.Notices.Due(Now, Policy).ToArray();
        _notices.AddRange(due.Select(n => (n.Key, n.Value)));
        State = State with { Notices = State.Notices.Told(due.Select(n => n.Key)) };
        return this;
    }

    /// <summary>The story so far, for failures.</summary>
    public string Story => string.Join("\n", _events.Select(e => $"{e.At:HH:mm:ss} {Telling.Line(e)}"));

    private void Take(IReadOnlyList<IncidentEvent> events)
    {
        Turn = events;
        foreach (var e in events)
        {
            var before = State;
            if (e is RepairOrdered order) MustBeAllowed(order);
            if (e is HumanCalled call) Must(call.Times == 1 + _events.OfType<HumanCalled>().Count(c => c.Incident == call.Incident), "calls are counted without a gap");
            State = State.Apply(e);
            _events.Add(e);
            _orders.AddRange(Effects.Of(before, State, e));
        }

        Must((IncidentMachine.WakeAt(State, Now, Policy) ?? DateTimeOffset.MaxValue) > Now, "the alarm is always still to come");
    }

    private void MustBeAllowed(RepairOrdered order)
    {
        Must(Open.InFlight is null, "two orders at once");
        Must(order.Attempt == Open.Attempt + 1, "orders are numbered without a gap");
        Must(order.Deadline >= Now, "an order must have time");
        if (order.Restart is null) return;
        Must(!HandsOff.Contains(Phase), $"a restart was ordered while the gateway is {Phase}");
        Must(State.Pause is null, "a restart was ordered although the healer is paused");
        var budget = order.Tier == Tier.Doctor ? Policy.Budget with { UncleanBoots = int.MaxValue } : Policy.Budget;
        Must(State.Ledger.Refuses(order.Restart.Value, State.Observed.Process, Now, budget) is null, "a restart was ordered that the budget does not allow");
        Must(order.Tier == Tier.Doctor || Phase != GatewayPhase.ConfigBlocked || order.Reason.Contains("has changed"), "tiers 1 and 2 cannot mend a configuration");
    }

    private void Must(bool holds, string rule)
    {
        if (!holds) throw new ShouldAssertException($"{rule}\n{Story}");
    }

    /// <summary>The fold of the book alone.</summary>
    public GatewayState Replayed => _events.Aggregate(new GatewayState(Gateway), static (s, e) => s.Apply(e));
}
