using System.Text.RegularExpressions;

namespace OpenClaw.Host.Logging;

/// <summary>
/// Takes our own papers out of the memory folder after 14 days: emergency logs, reports, session logs and the health check's log, by their exact names. The folder is the owner's; whatever
/// else is in it stays, and so does <c>recovery-learnings.md</c>.
/// </summary>
public static partial class MemoryFolderRetention
{
    /// <summary>How long they are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(11);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Tidies a while after the start and once a day from then on, until it is told to end. Nothing waits for it.</summary>
    public static async Task KeepTidy(string folder, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        try
        {
            for (var wait = Pause; ; wait = Day)
            {
                await Task.Delay(wait, time, cancel);
                Tidy(folder, time.GetUtcNow(), log);
            }
        }
        catch (OperationCanceledException)
        {
            // The next daemon goes on.
        }
    }

    /// <summary>Takes out what is older than <see cref="Kept"/>. Links are not followed; what cannot be taken out stays, and is told.</summary>
    public static void Tidy(string folder, DateTimeOffset now, ILogger log)
    {
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(f => f.LinkTarget is null && Ours().IsMatch(f.Name) && now - f.LastWriteTimeUtc > Kept)) file.Delete();
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever put there.
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{Folder} could not be tidied: {Why}", folder, UntrustedText.OneLine(kept.Message, 300));
        }
    }

    [GeneratedRegex(@"^(?:(?:emergency-recovery(?:-report)?|claude-session)-\d{4}-\d{2}-\d{2}-\d{4}(?:-\d{1,4})?\.(?:log|md)|healthcheck-\d{4}-\d{2}-\d{2}\.log)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Ours();
}
