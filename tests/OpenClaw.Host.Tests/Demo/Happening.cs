using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Demo;

namespace OpenClaw.Host.Tests.Demo;

/// <summary>Events as a demo sees them, a second apart unless said otherwise.</summary>
internal static class Happening
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly ProcessIdentity First = new(101, 1);
    public static readonly ProcessIdentity Second = new(102, 2);

    private static readonly IncidentId Incident = new("demo-20260102-030405");

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static DemoEvent Opened(double at, GatewayPhase phase, Tier tier) => News(new Opened(Incident, At(at), At(at), phase, [], tier, 0, First));

    public static DemoEvent Restart(double at, Tier tier, int attempt, RestartKind kind, string reason) =>
        News(new RepairOrdered(Incident, At(at), tier, attempt, kind, At(at + 20), reason));

    public static DemoEvent Treatment(double at, int attempt) => News(new RepairOrdered(Incident, At(at), Tier.Doctor, attempt, null, At(at + 20), "it refuses its config"));

    public static DemoEvent Closed(double at, int attempt, string note) => News(new RepairClosed(Incident, At(at), attempt, RepairResult.Done, note, At(at)));

    public static DemoEvent Called(double at) => News(new HumanCalled(Incident, At(at), "no doctor", "mend it", 1, GatewayPhase.ConfigBlocked));

    public static DemoEvent Resolved(double at, double healthySince, Outcome outcome) => News(new Resolved(Incident, At(at), At(healthySince), outcome, "live"));

    public static DemoEvent Got(double at, string title) => new DemoEvent.Got(At(at), new ReceivedMessage(title, "Since 03:04:05."));

    public static DemoEvent Seen(double at, GatewayPhase phase, bool inIncident) => new DemoEvent.Seen(
        At(at), new GatewayStatus(new GatewayId("demo"), At(at), phase, [], inIncident ? Incident : null, inIncident ? Tier.Watchdog : null), IsNewPhase: true);

    private static DemoEvent.News News(IncidentEvent e) => new(e.At, e);
}
