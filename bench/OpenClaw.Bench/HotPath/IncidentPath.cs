using BenchmarkDotNet.Attributes;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Bench.HotPath;

/// <summary>A whole outage in the brain: forty looks at the process and as many at the endpoints, from healthy over dead to healthy again.</summary>
public class IncidentPath
{
    private static readonly GatewayId Main = new("main");
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 3, 15, 4, TimeSpan.Zero);
    private readonly GatewayPolicy _policy = new();
    private IGatewayFact[] _facts = [];
    private IncidentEvent[] _events = [];

    /// <summary>Makes the story.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _facts = [.. Enumerable.Range(0, 40).SelectMany(static i => Looks(Start.AddSeconds(i * 5), isUp: i is < 4 or > 12))];
        _events = [.. Play().Events];
        if (_events is not [Opened, .., Resolved]) throw new InvalidOperationException($"It is no whole outage: {string.Join(", ", _events.Select(static e => e.GetType().Name))}.");
    }

    /// <summary>The least: the events of the same story are applied, and nobody decides.</summary>
    [Benchmark(Baseline = true)]
    public GatewayState Apply() => _events.Aggregate(new GatewayState(Main), static (state, e) => state.Apply(e));

    /// <summary>Ours.</summary>
    [Benchmark]
    public GatewayState DecideAndApply() => Play().State;

    private (GatewayState State, List<IncidentEvent> Events) Play()
    {
        var (state, events) = (new GatewayState(Main), new List<IncidentEvent>());
        foreach (var fact in _facts)
        {
            // An order has ended by the next look.
            if (state.Open?.InFlight is { } order) Take(new RepairEnded(Main, fact.At, state.Open.Id, order.Tier, order.Attempt, RepairResult.Done, "accepted"));
            Take(fact);
        }

        return (state, events);

        void Take(IGatewayFact fact)
        {
            state = state.Observe(fact, fact.At, _policy);
            foreach (var e in IncidentMachine.Decide(state, fact, fact.At, _policy))
            {
                state = state.Apply(e);
                events.Add(e);
            }
        }
    }

    private static IEnumerable<IGatewayFact> Looks(DateTimeOffset at, bool isUp)
    {
        var process = new ProcessIdentity(at > Start.AddSeconds(60) ? 4712 : 4711, 1);
        yield return new ProcessSeen(Main, at, isUp
            ? new ProcessState(ServiceState.Running, process, Start.AddDays(-1), new PortOwner(PortOwnerKind.Gateway, process.Pid), null, false, "running")
            : new ProcessState(ServiceState.Failed, null, null, PortOwner.Nobody, new ProcessExit(1, null, at), false, "exit code 1"));
        yield return new HttpSeen(Main, at, isUp
            ? new HttpAnswer(Liveness.Live, StartupState.Started, Readiness.Ready, "2026.9.6", [], [], 200, TimeSpan.FromMilliseconds(2), "live")
            : HttpAnswer.Of(Liveness.Refused, TimeSpan.Zero, "connection refused"));
    }
}
