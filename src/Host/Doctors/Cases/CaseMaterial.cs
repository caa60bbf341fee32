using System.Globalization;
using System.Text;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.History;

namespace OpenClaw.Host.Doctors.Cases;

/// <summary>
/// What a doctor with judgement should see beside the case itself: what differs in the config since it last served, the ends of the gateway's logs, and what has mended
/// this kind of outage before. Everything is untrusted, redacted and bounded; what cannot be read is left out, and said so.
/// </summary>
/// <param name="config">The gateway's config.</param>
/// <param name="logFolders">Where the gateway's logs are.</param>
/// <param name="served">The versions that have served.</param>
/// <param name="book">What doctors did before.</param>
public sealed class CaseMaterial(string config, IReadOnlyList<string> logFolders, IServedFiles served, ITreatmentBook book)
{
    /// <summary>Most characters of one section.</summary>
    public const int LargestSection = 8_000;

    private const int MostLogs = 2;
    private const int TailBytes = 64 * 1024;
    private const int MostPast = 3;

    /// <summary>Collects it.</summary>
    public async Task<IReadOnlyList<CaseSection>> For(CaseFile file, CancellationToken cancel)
    {
        var sections = new List<CaseSection> { await Part("Its configuration since it last served (- before, + now)", () => ConfigDiff(cancel)) };
        foreach (var log in Logs()) sections.Add(await Part($"The end of {log}", () => Tail(log, cancel)));
        sections.Add(await Part("What doctors did that healed this kind of outage before", () => Past(file, cancel)));
        return [.. sections.Where(static s => s.Text.Length > 0)];
    }

    private static async Task<CaseSection> Part(string title, Func<Task<string>> text)
    {
        try
        {
            return new CaseSection(PlainText.Line(title, 300), Bounded(Redactor.Redact(PlainText.Block(await text(), TailBytes * 2))));
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return new CaseSection(PlainText.Line(title, 300), PlainText.Line($"(could not be read: {unread.Message})", 300));
        }
    }

    // The end of a log is what counts; of a diff it is as good as the beginning.
    private static string Bounded(string text) =>
        text.Length <= LargestSection ? text : string.Create(CultureInfo.InvariantCulture, $"({text.Length - LargestSection} characters before this are left out)\n{text[^LargestSection..]}");

    private async Task<string> ConfigDiff(CancellationToken cancel)
    {
        if ((await served.Served(config, cancel)).MaxBy(static v => v.LastServed) is not { } last) return "";
        var now = File.Exists(config) ? await File.ReadAllBytesAsync(config, cancel) : [];
        return UnifiedDiff.Of(Encoding.UTF8.GetString(await served.Read(last, cancel)), Encoding.UTF8.GetString(now), Path.GetFileName(config));
    }

    private IEnumerable<string> Logs()
    {
        try
        {
            return [.. logFolders.Where(Directory.Exists).SelectMany(static folder => new DirectoryInfo(folder).EnumerateFiles("*.log"))
                .Where(static f => f.LinkTarget is null && f.Length > 0).OrderByDescending(static f => f.LastWriteTimeUtc).Take(MostLogs).Select(static f => f.FullName)];
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static async Task<string> Tail(string path, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(file.Length, TailBytes), SeekOrigin.End);
        var bytes = new byte[TailBytes];
        var text = Encoding.UTF8.GetString(bytes, 0, await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel));
        // Half a line could be half a secret, which no pattern knows.
        return file.Length > TailBytes && text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var first ? text[(first + 1)..] : text;
    }

    private async Task<string> Past(CaseFile file, CancellationToken cancel)
    {
        var healed = (await book.Of(file.Gateway.Value, CaseSignature.Of(file), 20, cancel)).Where(e => e.Healed is true && e.Incident != file.Incident.Value).Take(MostPast);
        return string.Join('\n', healed.Select(static e =>
            string.Create(CultureInfo.InvariantCulture, $"{e.StartedAt:u} {e.Doctor}:\n{string.Join('\n', e.Actions.Take(10).Select(static a => $"  {a}"))}\n{e.Diff}")));
    }
}
