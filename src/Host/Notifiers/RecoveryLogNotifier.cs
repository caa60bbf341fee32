using System.Globalization;
using System.Text;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Notifiers;

/// <summary>
/// The original's log of an emergency: <c>emergency-recovery-TIME.log</c> in the memory folder, one for each incident in which a human was called, that ends with the
/// block other programs look for. Its own file is not news to <see cref="MarkerFileWatch"/>: people have been told.
/// </summary>
/// <param name="folder">The memory folder (OPENCLAW_MEMORY_DIR).</param>
/// <param name="own">Which of these files are ours.</param>
/// <param name="zone">The owner's time, for the file's name.</param>
public sealed class RecoveryLogNotifier(string folder, OwnRecoveryLogs own, TimeZoneInfo zone) : INotifier
{
    private const int LongestLine = 1000;
    private const int MostLines = 500;

    /// <inheritdoc/>
    public string Name => "recovery-log";

    /// <inheritdoc/>
    public Severity Floor => Severity.Critical;

    /// <inheritdoc/>
    public bool Groups => false;

    /// <inheritdoc/>
    public async Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
    {
        // Reminders and the end of it are told elsewhere; the file is about what was done, and stands.
        if (announcement is not { Severity: Severity.Critical, Incident: { } incident } || own.Has(incident.Value)) return new Delivery.Delivered();
        try
        {
            PrivateFiles.Folder(folder, ours: false);
            var stamp = TimeZoneInfo.ConvertTime(announcement.At, zone).ToString("yyyy-MM-dd-HHmm", CultureInfo.InvariantCulture);
            var path = Free(stamp);
            // Before it is there: a look in between must not take it for somebody else's.
            await own.Add(incident.Value, path, cancel);
            await PrivateFiles.Write(path, Text(announcement), cancel);
            return new Delivery.Delivered();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new Delivery.TryLater(null, UntrustedText.OneLine($"{folder} cannot be written: {failed.Message}", LongestLine));
        }
    }

    private string Free(string stamp)
    {
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"emergency-recovery-{stamp}{(number == 1 ? "" : $"-{number}")}.log"));
            if (!File.Exists(path)) return path;
        }
    }

    private static string Text(Announcement news)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(Redactor.Redact(UntrustedText.OneLine(line, LongestLine))).Append('\n');
        Line($"=== Emergency recovery of gateway {news.Gateway}, incident {news.Incident} ===");
        Line(news.At.ToString("u", CultureInfo.InvariantCulture));
        Line(news.Title);
        foreach (var line in news.Body.Split('\n')) Line(line);
        foreach (var line in news.Evidence.Take(MostLines)) Line($"  {line}");
        text.Append('\n').Append("=== ").Append(MarkerFileWatch.Marker).Append(" ===\n");
        Line("No tier could mend it, or none may.");
        foreach (var line in (news.YourTurn ?? "openclaw-actors diagnose").Split('\n')) Line($"Your turn: {line}");
        return text.ToString();
    }
}
