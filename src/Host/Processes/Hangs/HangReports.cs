using System.Text;

namespace OpenClaw.Host.Processes.Hangs;

/// <summary>
/// Takes a <see cref="HangReport"/> of a gateway that is about to be ended by force, and keeps the newest of them: 0600 in a 0700 folder. It has
/// <see cref="LookLimit"/> and <see cref="WriteLimit"/>, and whatever goes wrong is told and never keeps the gateway from being ended.
/// </summary>
/// <param name="folder">Where they are kept; null to take none.</param>
/// <param name="local">Who can see the process.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class HangReports(string? folder, LocalProcesses local, TimeProvider time)
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 20;

    /// <summary>The largest report in bytes.</summary>
    public const int LargestFile = 200 * 1024;

    /// <summary>How many lines of the gateway's log are asked for.</summary>
    public const int LogLines = 200;

    /// <summary>The longest part of the log in UTF-16 units.</summary>
    public const int LogLimit = 64 * 1024;

    /// <summary>How long the process is looked at. Half of a second of it is a wait between two looks at its threads.</summary>
    public static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2.5);

    /// <summary>How long the disk may take.</summary>
    public static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(0.5);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Takes the report. Returns how it went as the beginning of a note, empty when none is to be taken.</summary>
    /// <param name="process">The process that is going to be ended.</param>
    /// <param name="port">The gateway's port.</param>
    /// <param name="lastLines">What it wrote last, as it is.</param>
    /// <param name="cancel">The stop itself is called off.</param>
    public async Task<string> Capture(ProcessEntry process, int port, Func<CancellationToken, Task<string>> lastLines, CancellationToken cancel)
    {
        if (folder is null)
            return "";
        try
        {
            var report = new HangReport(process, port, time.GetUtcNow());
            await LookAt(process, port, lastLines, report, cancel);

            // On a thread of its own: a read of /proc and a write to a sick disk may block for longer than anybody wants to wait.
            return $"report in {await Task.Run(() => Keep(report), cancel).WaitAsync(WriteLimit, time, cancel)}; ";
        }
        catch (Exception broken) when (broken is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            return $"no report on it: {CommandText.Clean(broken.Message)}; ";
        }
    }

    private async Task LookAt(ProcessEntry process, int port, Func<CancellationToken, Task<string>> lastLines, HangReport report, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var token = limit.Token;
        var looks = Task.WhenAll(
            Part("last lines of its log", report, async () => report.Add("last lines of its log", EndOf(await lastLines(token)), LogLimit)),
            Part("process", report, () => local.Hangs.Describe(process, port, report, token)));
        try
        {
            await looks.WaitAsync(LookLimit, time, cancel);
        }
        catch (TimeoutException)
        {
            report.Add("not complete", $"what could not be read within {LookLimit.TotalSeconds} s is missing");
        }
        finally
        {
            await limit.CancelAsync();
        }
    }

    private static string EndOf(string text) => text.Length > LogLimit ? text[^LogLimit..] : text;

    // Never fails: what goes wrong is a part of the report, also when nobody waits for it any more.
    private static Task Part(string title, HangReport report, Func<Task> look) => Task.Run(async () =>
    {
        try
        {
            await look();
        }
        catch (Exception broken)
        {
            report.Add(title + ": not read", broken.Message);
        }
    });

    private string Keep(HangReport report)
    {
        Directory.CreateDirectory(folder!, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(folder!, report.FileName);
        using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            var bytes = Encoding.UTF8.GetBytes(report.ToString());
            file.Write(bytes, 0, Math.Min(bytes.Length, LargestFile));
        }

        foreach (var old in Directory.GetFiles(folder!, "*-pid*.txt").OrderDescending(StringComparer.Ordinal).Skip(Kept))
            File.Delete(old);
        return path;
    }
}
