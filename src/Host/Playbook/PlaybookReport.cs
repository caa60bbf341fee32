using System.Globalization;
using System.Text;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook;

/// <summary>What the playbook saw and did in one incident, for people: <c>playbook-report-TIME.md</c> (or <c>chat-report-TIME.md</c>) beside the other doctors' reports.</summary>
internal static class PlaybookReport
{
    /// <summary>Writes it. Returns one line: what was done, and where it can be read.</summary>
    public static async Task<string> Publish(
        PlaybookFolder folder, IReadOnlyList<Transaction> changes, IncidentId incident, Verdict verdict, IReadOnlyList<string> notes, PlaybookOptions options, TimeProvider time, CancellationToken cancel)
    {
        var about = await folder.Read(cancel) ?? new PlaybookCase("", incident.Value, "not known any more", time.GetUtcNow(), time.GetUtcNow(), []);
        var text = new StringBuilder($"# {char.ToUpperInvariant(options.Name[0])}{options.Name[1..]} report: {incident}\n\n## Symptom\n\n{about.Symptom}\n\n## What was found\n\n");
        text.Append(about.Findings.Count == 0 ? "Nothing.\n\n" : Fence(string.Join('\n', about.Findings), "text"));
        text.Append("## What was done\n\n");
        if (changes.Count == 0) text.Append("Nothing was changed.\n\n");
        foreach (var change in changes)
        {
            text.Append(CultureInfo.InvariantCulture, $"### {change.Record.Number}. {change.Record.Remedy}, {change.Record.At:u}: {Word(change.Record)}\n\n{change.Record.Summary}\n\n{change.Record.Note}\n\n");
            if (await change.Diff(cancel) is { Length: > 0 } diff) text.Append(Fence(diff, "diff"));
        }

        text.Append("## Result\n\n").Append(Words(verdict)).Append(string.Concat(notes.Select(static n => $"\n\n- {Plain(n)}"))).Append("\n\n");
        if (changes.Any(static c => c.Record.State == ChangeState.Kept)) text.Append(CultureInfo.InvariantCulture, $"To take the last change back: `openclaw-actors undo {incident}`\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Everything of this incident: {folder.Root}\n");

        var report = await Write(text.ToString(), options, TimeZoneInfo.ConvertTime(about.TreatedAt, time.LocalTimeZone), cancel);
        var kept = changes.Where(static c => c.Record.State == ChangeState.Kept).Select(static c => c.Record.Remedy).ToArray();
        var said = kept.Length > 0 ? $"kept {string.Join(", ", kept)}" : changes.Count > 0 ? "took its changes back" : "changed nothing";
        return $"{options.Name} {said}; report {report}";
    }

    private static async Task<string> Write(string text, PlaybookOptions options, DateTimeOffset treated, CancellationToken cancel)
    {
        // The memory folder may be the owner's: it is created private, but one that is there keeps the mode he gave it.
        PrivateFiles.Folder(options.MemoryFolder, ours: false);
        var stamp = treated.ToString("yyyy-MM-dd-HHmm", CultureInfo.InvariantCulture);
        for (var number = 1; ; number++)
        {
            var report = Path.Combine(options.MemoryFolder, $"{options.Name}-report-{stamp}{(number == 1 ? "" : FormattableString.Invariant($"-{number}"))}.md");
            if (File.Exists(report)) continue;
            await PrivateFiles.Write(report, text, cancel);
            return report;
        }
    }

    private static string Word(ChangeRecord change) => change.State switch
    {
        ChangeState.Kept => "kept",
        ChangeState.Undone => "taken back",
        _ => "unknown",
    };

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Healed => "Healed: our own probes found the gateway healthy.",
        Verdict.NotHealed => "Not healed: our own probes did not find the gateway healthy.",
        _ => "Unknown: the treatment was called off before our probes could tell.",
    };

    private static string Plain(string text) => Redactor.Redact(PlainText.Line(text, 1000));

    // A fence longer than any in the text cannot be closed by it.
    private static string Fence(string text, string language)
    {
        var longest = text.Split('\n').Max(static line => line.TrimStart('+', '-', ' ').TakeWhile(static c => c == '`').Count());
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{text.TrimEnd('\n')}\n{fence}\n\n";
    }
}
