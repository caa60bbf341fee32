using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary>What was typed after <c>incidents</c>. Null is "not typed".</summary>
public sealed record IncidentsAsked
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 10_000;
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(3650);
    internal static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK"];

    /// <summary>The one incident that is asked for, with its whole story.</summary>
    public string? Id { get; init; }

    /// <summary>A gateway's name.</summary>
    public string? Gateway { get; init; }

    /// <summary>What the gateway was found to be: a word of <see cref="IncidentWords"/>.</summary>
    public string? Cause { get; init; }

    /// <summary>The highest tier: 1 to 4, or its name.</summary>
    public string? Tier { get; init; }

    /// <summary>The last remedy tried, e.g. <c>graceful restart</c>.</summary>
    public string? Remedy { get; init; }

    /// <summary>How it ended: a word of <see cref="IncidentWords"/>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Only those that are open.</summary>
    public bool Open { get; init; }

    /// <summary>Opened since: a length before now (<c>7d</c>) or a date (UTC).</summary>
    public string? Since { get; init; }

    /// <summary>That lasted at least so long, e.g. <c>5m</c>.</summary>
    public string? LongerThan { get; init; }

    /// <summary>Those that come after this incident in the list: the next page.</summary>
    public string? Before { get; init; }

    /// <summary>At most so many.</summary>
    public string? Limit { get; init; }

    /// <summary>The record of the remedies instead of the incidents.</summary>
    public bool Remedies { get; init; }

    /// <summary>As JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The question to the book.</summary>
    /// <exception cref="ConfigurationException">A word is none; the line names the nearest one.</exception>
    public IncidentQuery ToQuery(DateTimeOffset now) => new()
    {
        Gateway = GatewayId(),
        Cause = Phase(),
        Tier = IncidentWords.Read<Tier>("--tier", Tier),
        Remedy = Remedy,
        Outcome = IncidentWords.Read<Outcome>("--outcome", Outcome),
        IsOpen = Open ? true : null,
        Since = Since is null ? null : Moment(Since, now),
        AtLeast = LongerThan is null ? null : PauseLength.Parse(LongerThan, LongestSpan)
            ?? throw Refused("--longer-than", LongerThan, "write for example --longer-than 5m or --longer-than 2h"),
        Before = Before is null ? null : new IncidentId(Before),
        Limit = Limit is null ? DefaultLimit : int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= LargestLimit
            ? limit : throw Refused("--limit", Limit, $"write a number from 1 to {LargestLimit}"),
    };

    /// <summary>The phase meant by <see cref="Cause"/>.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public GatewayPhase? Phase() => IncidentWords.Read<GatewayPhase>("--cause", Cause);

    /// <summary>The gateway meant by <see cref="Gateway"/>. It may be one that is no longer configured: the book outlives the settings.</summary>
    /// <exception cref="ConfigurationException">It can be no gateway's name.</exception>
    public GatewayId? GatewayId()
    {
        try
        {
            return Gateway is null ? null : new GatewayId(Gateway);
        }
        catch (ArgumentException)
        {
            throw Refused("--gateway", Gateway!, "a gateway's name has only a-z, 0-9, '-' and '_'");
        }
    }

    private static DateTimeOffset Moment(string text, DateTimeOffset now)
    {
        if (PauseLength.Parse(text, LongestSpan) is { } ago) return now - ago;
        return DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at : throw Refused("--since", text, "write for example --since 7d or --since 2026-11-01 (UTC)");
    }

    private static ConfigurationException Refused(string option, string text, string mend) => new($"{option} \"{UntrustedText.OneLine(text, 60)}\": {mend}.");
}
