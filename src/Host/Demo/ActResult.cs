using OpenClaw.Actors.Gateways;

namespace OpenClaw.Host.Demo;

/// <summary>What became of an act.</summary>
/// <param name="Act">The act.</param>
/// <param name="Healer">The tier that healed it, as the incident's outcome says; null when nobody did.</param>
/// <param name="Detected">From the break until the healer was sure.</param>
/// <param name="Recovered">From the break until the first good look.</param>
/// <param name="Messages">How many messages Discord got.</param>
/// <param name="Complaints">What was not as it should be; empty when all was.</param>
internal sealed record ActResult(
    DemoAct Act, Tier? Healer, TimeSpan? Detected, TimeSpan? Recovered, int Messages, IReadOnlyList<string> Complaints)
{
    /// <summary>All was as it should be.</summary>
    public bool IsGood => Complaints.Count == 0;

    /// <summary>An act that was never shown is no success.</summary>
    public static ActResult NotShown(DemoAct act) => new(act, null, null, null, 0, ["not shown: the demo ended before it"]);
}
