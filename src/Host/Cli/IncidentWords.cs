using System.Globalization;
using System.Text;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary>Short words for causes, tiers and outcomes: what a table shows is what an option takes, e.g. <c>config-blocked</c>, <c>healed-by-doctor</c>.</summary>
public static class IncidentWords
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && word.Length > 0) word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    /// <summary>The value of a word, whatever its case; the names in JSON (<c>ConfigBlocked</c>) and a tier's number are understood too. Null for null.</summary>
    /// <exception cref="ConfigurationException">It is none; the line names the nearest one.</exception>
    public static T? Read<T>(string option, string? typed)
        where T : struct, Enum
    {
        if (typed is null) return null;
        foreach (var value in Enum.GetValues<T>())
            if (Plain(typed) == Plain(Of(value)) || typed == Number(value)) return value;

        var words = Enum.GetValues<T>().Select(Of).Where(static word => word != "unknown").ToArray();
        var near = NearestName.Of(typed.ToLowerInvariant(), words);
        throw new ConfigurationException($"{option} \"{UntrustedText.OneLine(typed, 60)}\" is unknown. {(near is null ? $"Known: {string.Join(", ", words)}." : $"Did you mean {near}?")}");
    }

    /// <summary>How it came out, in the few words that a table has room for.</summary>
    public static string Ending(IncidentSummary incident) => incident switch
    {
        { Outcome: null, Calls: > 0 } => "open, waits for a human",
        { Outcome: null } => "open",
        { IsHealedByUs: true, Remedy: { } remedy } => $"healed by {remedy}",
        { Outcome: { } outcome } => Of(outcome).Replace('-', ' '),
    };

    /// <summary>How long it lasted, or has lasted so far.</summary>
    public static string Length(IncidentSummary incident, DateTimeOffset now) => incident.Lasted is { } lasted
        ? Telling.Phrase(lasted)
        : $"{Telling.Phrase(now > incident.Since ? now - incident.Since : TimeSpan.Zero)} so far";

    /// <summary>Why there is no more to tell of it than its line.</summary>
    public static string WithoutEvents(IncidentSummary incident, DateTimeOffset now) => incident.ResolvedAt < now - BookRetention.Events
        ? $"its events are older than what is kept: they are taken out {BookRetention.Events.Days} days after its end"
        : "none of its events can be read";

    /// <summary>A moment, to the second, UTC.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Plain(string word) => word.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    // Of tiers only: nobody types the number of a phase.
    private static string? Number<T>(T value)
        where T : struct, Enum => value is Tier tier ? ((int)tier).ToString(CultureInfo.InvariantCulture) : null;
}
