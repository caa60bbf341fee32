using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Tests.Notifiers;

/// <summary>Announcements for specs.</summary>
internal static class News
{
    public static DateTimeOffset At { get; } = new(2026, 11, 23, 3, 15, 4, TimeSpan.Zero);

    public static Announcement Plain(Severity severity = Severity.Critical) => new(
        "main-20261123-031504:human:1", new GatewayId("main"), new IncidentId("main-20261123-031504"), severity,
        "The gateway main is down", "It was restarted three times and does not stay up.", ["exit code 78", "port 18789: nobody listens"], "openclaw gateway status", At);

    /// <summary>Text that breaks whoever trusts it.</summary>
    public static Announcement Hostile(string text) =>
        Plain() with { Title = text, Body = text, Evidence = [text, text], YourTurn = text, Incident = new IncidentId(text) };
}
