using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Demo;

/// <summary>Judges an act by what was seen, not by what the demo meant to show.</summary>
internal static class ActJudge
{
    /// <summary>The verdict on an act.</summary>
    /// <param name="act">What should have happened.</param>
    /// <param name="brokenAt">When it was broken.</param>
    /// <param name="seen">What has happened since then.</param>
    /// <param name="before">The gateway's process before.</param>
    /// <param name="after">The gateway's process now.</param>
    public static ActResult Judge(DemoAct act, DateTimeOffset brokenAt, IReadOnlyList<DemoEvent> seen, ProcessIdentity? before, ProcessIdentity? after)
    {
        var news = seen.OfType<DemoEvent.News>().Select(n => n.Event).ToList();
        var opened = news.OfType<Opened>().ToList();
        var resolved = news.OfType<Resolved>().FirstOrDefault();
        var treatments = news.OfType<RepairOrdered>().Count(o => o.Restart is null);
        var messages = seen.OfType<DemoEvent.Got>().Select(g => g.Message.Title).ToList();
        var complaints = new List<string>();

        if (opened.Count == 0) complaints.Add("nobody noticed");
        if (opened.Count > 1) complaints.Add($"{opened.Count} incidents instead of one");
        if (resolved is null) complaints.Add("not healed in time");
        else if (resolved.Outcome != act.Outcome) complaints.Add($"ended as {resolved.Outcome}, not as {act.Outcome}");
        if (treatments != act.Treatments) complaints.Add($"the doctor was asked {treatments} times, not {act.Treatments}");
        if (resolved is not null && (after is null || after == before)) complaints.Add("no new process is there");
        if (Difference(act.Messages, messages) is { } difference) complaints.Add(difference);

        return new ActResult(
            act, resolved is null ? null : Healer(resolved.Outcome), Since(opened.FirstOrDefault()?.At), Since(resolved?.HealthySince), messages.Count, complaints);

        TimeSpan? Since(DateTimeOffset? moment) => moment - brokenAt;
    }

    /// <summary>Whether Discord has all that it should have by now, so that waiting for more is of no use.</summary>
    public static bool HasAllMessages(DemoAct act, IReadOnlyList<DemoEvent> seen) => seen.Count(e => e is DemoEvent.Got) >= act.Messages.Count;

    private static string? Difference(IReadOnlyList<string> expected, List<string> got)
    {
        var asExpected = expected.Count == got.Count && expected.Zip(got).All(pair => pair.Second.Contains(pair.First, StringComparison.OrdinalIgnoreCase));
        return asExpected ? null : $"Discord got {Quoted(got)} instead of {Quoted(expected)}";
    }

    private static string Quoted(IReadOnlyList<string> titles) => titles.Count == 0 ? "nothing" : string.Join(", ", titles.Select(t => $"'{t}'"));

    private static Tier? Healer(Outcome outcome) => outcome switch
    {
        Outcome.HealedByWatchdog => Tier.Watchdog,
        Outcome.HealedByProber => Tier.Prober,
        Outcome.HealedByDoctor => Tier.Doctor,
        Outcome.HealedAfterHumanCall => Tier.Human,
        _ => null,
    };
}
