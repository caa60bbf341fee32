using System.Globalization;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Logging.Reading;

namespace OpenClaw.Host.Cli;

/// <summary>What was typed after <c>logs</c>. Null is "not typed".</summary>
public sealed record LogsAsked
{
    private const int Largest = 1_000_000;
    private static readonly string[] Levels = ["verbose", "debug", "info", "warning", "error", "fatal"];
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(3650);

    /// <summary>Go on with what is written from now on.</summary>
    public bool Follow { get; init; }

    /// <summary>Written since: a length before now (<c>1h</c>) or a date (UTC).</summary>
    public string? Since { get; init; }

    /// <summary>The least urgent that is shown: <c>warning</c>.</summary>
    public string? Level { get; init; }

    /// <summary>About this incident.</summary>
    public string? Incident { get; init; }

    /// <summary>About this gateway.</summary>
    public string? Gateway { get; init; }

    /// <summary>The last so many.</summary>
    public string? Lines { get; init; }

    /// <summary>As JSON, an event a line.</summary>
    public bool Json { get; init; }

    /// <summary>How many of the last events are shown; null: all of them, as a time was asked for.</summary>
    /// <exception cref="ConfigurationException">It is no number.</exception>
    internal int? Count() => Lines is null
        ? Since is not null ? null : Follow ? 10 : 50
        : int.TryParse(Lines, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= Largest ? count : throw Refused("-n", Lines, $"write a number from 0 to {Largest}");

    /// <summary>The beginning of the time that was asked for; null: from the first event that is there.</summary>
    /// <exception cref="ConfigurationException">It is no time.</exception>
    internal DateTimeOffset? From(DateTimeOffset now) => Since is null ? null
        : PauseLength.Parse(Since, LongestSpan) is { } ago ? now - ago
        : DateTimeOffset.TryParseExact(Since, IncidentsAsked.Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : throw Refused("--since", Since, "write for example --since 1h, --since 2d or --since 2026-11-01 (UTC)");

    /// <summary>Which events are shown, whatever their time.</summary>
    /// <exception cref="ConfigurationException">A word is none.</exception>
    internal Func<LogLine, bool> Filter()
    {
        var least = Level is null ? 0 : Array.IndexOf(Levels, Level.ToLowerInvariant());
        if (least < 0) throw Refused("--level", Level!, $"write one of {string.Join(", ", Levels)}");
        if (Incident?.Trim().Length is 0) throw Refused("--incident", Incident, "write an incident's id, as openclaw-actors incidents shows it");
        var gateway = new IncidentsAsked { Gateway = Gateway }.GatewayId()?.Value;
        return line => line.Level >= least && (gateway is null || line.IsOf(gateway)) && (Incident is null || line.IsAbout(Incident));
    }

    private static ConfigurationException Refused(string option, string text, string mend) => new($"{option} \"{UntrustedText.OneLine(text, 60)}\": {mend}.");
}
