using System.Globalization;
using System.Text;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// Our report of a treatment: the doctor's own words where it left any, and next to them what we recorded. The result is always ours to
/// state. Published under the names people know: <c>emergency-recovery-report-TIME.md</c> and <c>claude-session-TIME.log</c>.
/// </summary>
internal static class TreatmentReport
{
    /// <summary>Writes and publishes it. Returns the published report's path.</summary>
    public static async Task<string> Publish(
        IncidentFolder folder, string memoryFolder, CaseRecord about, Verdict verdict, string diff, string configNote, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancel)
    {
        var record = await TreatmentRecord.Read(folder, cancel);
        var own = DoctorSections(Encoding.UTF8.GetString(await PrivateFiles.Read(folder.DoctorReport, cancel)));
        var text = Write(folder, about, verdict, record, own, diff, configNote, now);
        await PrivateFiles.Write(folder.Report, text, cancel);

        // The memory folder may be the owner's: it is created private, but one that is there keeps the mode he gave it.
        PrivateFiles.Folder(memoryFolder, ours: false);
        var stamp = TimeZoneInfo.ConvertTime(about.TreatedAt, zone).ToString("yyyy-MM-dd-HHmm", CultureInfo.InvariantCulture);
        for (var number = 1; ; number++)
        {
            var suffix = number == 1 ? "" : $"-{number.ToString(CultureInfo.InvariantCulture)}";
            var report = Path.Combine(memoryFolder, $"emergency-recovery-report-{stamp}{suffix}.md");
            if (File.Exists(report)) continue;
            await PrivateFiles.Write(report, text, cancel);
            await PrivateFiles.Write(Path.Combine(memoryFolder, $"claude-session-{stamp}{suffix}.log"), await PrivateFiles.Read(folder.Log, cancel), cancel);
            return report;
        }
    }

    private static string Write(
        IncidentFolder folder, CaseRecord about, Verdict verdict, TreatmentRecord record, IReadOnlyDictionary<string, string> own, string diff, string configNote, DateTimeOffset now)
    {
        var text = new StringBuilder($"# Emergency recovery report: {about.Incident}\n\n");
        Section(text, "Symptom", own, fallback: about.Symptom);
        Section(text, "Root cause", own, fallback: "The doctor did not state one.");
        Section(text, "Solution", own, fallback: diff.Length > 0 ? "The doctor did not describe it; see the changes below." : "The doctor did not describe one, and the configuration did not change.");
        text.Append("## Result\n\n").Append(Words(verdict)).Append(' ').Append(configNote).Append("\n\n");
        if (own.TryGetValue("result", out var claim)) text.Append("The doctor's own words (not verified):\n\n").Append(Quoted(claim)).Append("\n\n");
        Section(text, "Prevention", own, fallback: "The doctor did not state any.");

        text.Append("---\n\n## What the supervisor recorded\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- Gateway {about.Gateway}, outage seen {about.OpenedAt:u}, treatment from {about.TreatedAt:u} to {now:u}\n");
        text.Append(CultureInfo.InvariantCulture, $"- {record.Model}; {record.Turns} turns, {PlainText.Money(record.CostUsd)} by the CLI's own price list\n");
        text.Append(CultureInfo.InvariantCulture, $"- {record.Calls.Count} tool calls, {record.Denials} of them refused by the cage; session {about.Shell}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Everything of this incident: {folder.Root}\n\n");
        List(text, "What was seen", about.Evidence);
        List(text, "What was tried before", about.History);
        List(text, "Tool calls", record.Calls);
        text.Append("### Changes to the configuration by the doctor\n\n");
        text.Append(diff.Length == 0 ? "None.\n\n" : $"{Fence(Redactor.Redact(PlainText.Block(diff, 50_000)), "diff")}\n\n");
        if (record.LastWords.Length > 0) text.Append("### The doctor's last words\n\n").Append(Quoted(record.LastWords)).Append('\n');
        return text.ToString();
    }

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Healed => "Healed: our own probes found the gateway healthy.",
        Verdict.NotHealed => "Not healed: our own probes did not find the gateway healthy.",
        _ => "Unknown: the treatment was called off before our probes could tell.",
    };

    private static void Section(StringBuilder text, string title, IReadOnlyDictionary<string, string> own, string fallback) =>
        text.Append("## ").Append(title).Append("\n\n").Append(own.GetValueOrDefault(Key(title)) ?? Redactor.Redact(PlainText.Block(fallback, 2000))).Append("\n\n");

    private static void List(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        text.Append("### ").Append(title).Append("\n\n");
        text.Append(lines.Count == 0 ? "Nothing." : Fence(string.Join('\n', lines.Select(static line => Redactor.Redact(PlainText.Line(line, 1000))))));
        text.Append("\n\n");
    }

    // A fence longer than any in the text cannot be closed by it.
    private static string Fence(string text, string language = "text")
    {
        var longest = text.Split('\n').Max(static line => line.TrimStart('+', '-', ' ').TakeWhile(static c => c == '`').Count());
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{text.TrimEnd('\n')}\n{fence}";
    }

    private static string Quoted(string text) => string.Join('\n', text.Split('\n').Select(static line => $"> {line}"));

    /// <summary>The five sections of the doctor's report by their headings, whatever their level.</summary>
    internal static IReadOnlyDictionary<string, string> DoctorSections(string report)
    {
        var sections = new Dictionary<string, StringBuilder>();
        StringBuilder? current = null;
        foreach (var line in Redactor.Redact(PlainText.Block(report)).Split('\n'))
        {
            if (line.StartsWith('#') && Known.Contains(Key(line))) sections[Key(line)] = current = new StringBuilder();
            else if (line.StartsWith('#')) current?.Append("**").Append(line.TrimStart('#').Trim()).Append("**\n");
            else current?.Append(line).Append('\n');
        }

        return sections.Where(static s => s.Value.ToString().Trim().Length > 0).ToDictionary(static s => s.Key, static s => s.Value.ToString().Trim());
    }

    private static readonly HashSet<string> Known = ["symptom", "root cause", "solution", "result", "prevention"];

    private static string Key(string heading)
    {
        var key = heading.Trim('#', ' ', ':', '*', '\t').ToLowerInvariant();
        return key == "solution applied" ? "solution" : key;
    }
}
