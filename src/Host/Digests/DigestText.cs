using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Digests;

/// <summary>A digest in words: the same in a terminal and in a message.</summary>
internal static class DigestText
{
    private const int LongestWord = 80;

    /// <summary>The period, e.g. <c>2026-11-23 09:00 to 2026-11-30 09:00 UTC</c>.</summary>
    public static string Period(Digest digest) => $"{Minute(digest.From)} to {Minute(digest.To)} UTC";

    /// <summary>How long the period is, e.g. <c>7 days</c>.</summary>
    public static string Length(Digest digest) => (digest.To - digest.From) switch
    {
        { TotalHours: >= 47.5 } span => Many((int)Math.Round(span.TotalDays), "day"),
        { TotalMinutes: >= 90 } span => Many((int)Math.Round(span.TotalHours), "hour"),
        var span => Many((int)Math.Ceiling(span.TotalMinutes), "minute"),
    };

    /// <summary>What happened, in one sentence without an end.</summary>
    public static string Headline(Digest digest) => digest.Opened == 0 ? "no incident" : $"{Many(digest.Opened, "incident")}: " + string.Join(", ", new[]
    {
        (digest.HealedAlone, "healed without a human"),
        (digest.AfterHumanCall, "after a human was called"),
        (digest.Ended(Outcome.RecoveredByItself), "recovered by itself"),
        (digest.Ended(Outcome.StoppedByOwner), "stopped by its owner"),
        (digest.Opened - digest.HealedAlone - digest.AfterHumanCall - digest.Ended(Outcome.RecoveredByItself) - digest.Ended(Outcome.StoppedByOwner) - digest.Ended(null), "ended unseen"),
        (digest.Ended(null), "still open"),
    }.Where(static part => part.Item1 > 0).Select(static part => $"{Text(part.Item1)} {part.Item2}"));

    /// <summary>A line for each thing that is known; a label may stand before several.</summary>
    public static IEnumerable<(string Label, string Text)> Lines(Digest digest)
    {
        if (digest.Opened > 0)
        {
            yield return ("autonomy", digest.Autonomy is { } share ? $"{Percent(share, 0)} ({digest.HealedAlone} of {digest.HealedAlone + digest.AfterHumanCall} that were healed)" : "nothing was healed, by us or after a call");
            yield return ("found to be", string.Join(", ", digest.Causes.Select(static c => $"{Word<GatewayPhase>(c.Cause)} {Text(c.Count)}")));
        }

        if (Healers(digest) is { Length: > 0 } healers) yield return ("healed by", healers);
        if (digest.Detection is { } detection) yield return ("detected in", Spread(detection));
        if (digest.Recovery is { } recovery) yield return ("recovered in", Spread(recovery));
        if (digest.Longest is { } longest) yield return ("longest", $"{Telling.Phrase(longest.Lasted)}{(longest.IsOpen ? " so far" : "")}, {Clean(longest.Id)} ({Word<GatewayPhase>(longest.Cause)})");
        foreach (var gateway in digest.Gateways) yield return ("uptime", Uptime(digest, gateway));
        foreach (var doctor in digest.Doctors) yield return ("doctors", Doctor(doctor));
        foreach (var channel in digest.Alerts) yield return ("alerts", Channel(channel));
        foreach (var open in digest.Open) yield return ("open", $"{Clean(open.Id)} ({Word<GatewayPhase>(open.Cause)}), tier {Tier(open.Tier)}, for {Telling.Phrase(open.Lasted)}{(open.Calls > 0 ? ", waits for a human" : "")}");
        if (digest.OpenCount > digest.Open.Count) yield return ("open", $"and {Text(digest.OpenCount - digest.Open.Count)} more");
    }

    /// <summary>A share as people write it. Rounded down: what is not whole is never shown as whole.</summary>
    public static string Percent(double share, int digits)
    {
        var scale = Math.Pow(10, digits);
        return $"{(Math.Floor((share * 100 * scale) + 1e-6) / scale).ToString($"F{digits}", CultureInfo.InvariantCulture)} %";
    }

    private static string Healers(Digest digest) => string.Join(", ", new[]
    {
        (Outcome.HealedByWatchdog, "tier 1 (watchdog)"), (Outcome.HealedByProber, "tier 2 (health check)"), (Outcome.HealedByDoctor, "tier 3 (doctor)"),
    }.Select(part => (Count: digest.Ended(part.Item1), part.Item2)).Where(static part => part.Count > 0).Select(static part => $"{part.Item2} {Text(part.Count)}"));

    private static string Spread(DigestSpread spread) => spread.Count == 1
        ? $"{Telling.Phrase(spread.Max)} (one)"
        : $"median {Telling.Phrase(spread.Median)}, p95 {Telling.Phrase(spread.P95)}, most {Telling.Phrase(spread.Max)} ({Text(spread.Count)})";

    private static string Uptime(Digest digest, GatewayUptime gateway) => gateway switch
    {
        { Share: { } share, WatchedSince: { } since } => $"{Clean(gateway.Gateway)} {Percent(share, 2)}{(gateway.Down > TimeSpan.Zero ? $", down for {Telling.Phrase(gateway.Down)}" : "")}{(since > digest.From ? $" (known since {Minute(since)})" : "")}",
        _ => $"{Clean(gateway.Gateway)}: not known, the book has nothing of it",
    };

    private static string Doctor(DoctorCost x) => $"{Clean(x.Doctor)}: {Many(x.Sessions, "session")}, {Text(x.Healed)} healed, {(x.CostUnknown == x.Sessions ? "cost not known" : PlainText.Money(x.CostUsd) + (x.CostUnknown > 0 ? $" and {Text(x.CostUnknown)} of unknown cost" : ""))}";

    private static string Channel(ChannelCount x) => $"{Clean(x.Channel)}: {Text(x.Delivered)} delivered" + string.Concat(
        new[] { (x.Failed, "failed"), (x.Dropped, "dropped"), (x.Folded, "folded into later ones"), (x.Waiting, "waiting") }.Where(static part => part.Item1 > 0).Select(static part => $", {Text(part.Item1)} {part.Item2}"));

    /// <summary>A word of the book as tables show it; one of a newer version as it stands there.</summary>
    public static string Word<T>(string name)
        where T : struct, Enum => Enum.TryParse<T>(name, out var value) && Enum.GetName(value) == name ? IncidentWords.Of(value) : Clean(name);

    private static string Tier(string name) => Enum.TryParse<Tier>(name, out var tier) && Enum.GetName(tier) == name ? Text((int)tier) : Clean(name);

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Many(int count, string thing) => $"{Text(count)} {thing}{(count == 1 ? "" : "s")}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Clean(string text) => UntrustedText.OneLine(text, LongestWord);
}
