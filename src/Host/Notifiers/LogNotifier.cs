using System.Text;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Notifiers;

/// <summary>The channel that is always there: the log, several lines that can be read at three in the morning.</summary>
public sealed class LogNotifier(ILogger<LogNotifier> log, Severity floor) : INotifier
{
    private const int LongestLine = 500;
    private const int LongestBody = 4000;
    private const int MostEvidence = 20;

    /// <inheritdoc/>
    public string Name => "log";

    /// <inheritdoc/>
    public Severity Floor => floor;

    /// <inheritdoc/>
    public bool Groups => false;

    /// <inheritdoc/>
    public Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using (log.BeginScope(new Dictionary<string, object>
        {
            ["Gateway"] = announcement.Gateway.Value,
            ["Incident"] = announcement.Incident?.Value ?? "",
            ["News"] = announcement.Key,
            ["Severity"] = announcement.Severity.ToString(),
        }))
            log.Log(LevelOf(announcement), "{Announcement:l}", TextOf(announcement));
        return Task.FromResult<Delivery>(new Delivery.Delivered());
    }

    /// <summary>A warning is what somebody should look at. That an outage began, or that the doctor was called, is being dealt with.</summary>
    private static LogLevel LevelOf(Announcement news) => news switch
    {
        { Severity: Severity.Critical } => LogLevel.Critical,
        { Severity: Severity.Warning, YourTurn: not null } => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    private static string Word(Announcement news) => news.Severity == Severity.Info || (news.Severity == Severity.Warning && news.YourTurn is null) ? "NEWS" : news.Severity.ToString().ToUpperInvariant();

    private static string TextOf(Announcement news)
    {
        var text = new StringBuilder();
        text.Append(Word(news)).Append(": ").Append(UntrustedText.OneLine(news.Title, LongestLine));
        text.Append("\n    gateway:   ").Append(news.Gateway);
        if (news.Incident is { } incident)
            text.Append(", incident ").Append(UntrustedText.OneLine(incident.Value, LongestLine));
        text.Append("\n    news:      ").Append(UntrustedText.OneLine(news.Key, LongestLine));
        if (news.MayBeRepeat)
            text.Append(" (may have reached you before)");
        Indent(text, "what:      ", UntrustedText.Lines(news.Body, LongestBody));
        foreach (var line in news.Evidence.Take(MostEvidence))
            Indent(text, "evidence:  ", UntrustedText.OneLine(line, LongestLine));
        if (news.Evidence.Count > MostEvidence)
            Indent(text, "evidence:  ", $"(and {news.Evidence.Count - MostEvidence} more)");
        Indent(text, "your turn: ", UntrustedText.Lines(news.YourTurn ?? PlainNews.Nothing, LongestBody));
        if (PlainNews.Report(news) is { } report)
            Indent(text, "report:    ", report);
        foreach (var line in PlainNews.Besides(news))
            Indent(text, "besides:   ", line);
        return text.ToString();
    }

    private static void Indent(StringBuilder text, string label, string lines)
    {
        if (lines.Length == 0)
            return;
        text.Append("\n    ").Append(label).Append(lines.Replace("\n", "\n               ", StringComparison.Ordinal));
    }
}
