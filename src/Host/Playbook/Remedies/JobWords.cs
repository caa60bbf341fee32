using System.Text;
using System.Text.RegularExpressions;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>Replaces exactly the words in the job's files that are proven to be wrong: a runtime that is gone, an entry point that is elsewhere, a port that nobody asks at.</summary>
internal sealed class JobWords(JobHand hand) : IRemedy
{
    private static readonly string[] Runtimes = ["node", "nodejs"];

    /// <inheritdoc/>
    public string Name => "job-words";

    /// <inheritdoc/>
    public string Title => "correct the words in the job that name what is not there, or the wrong port";

    /// <inheritdoc/>
    public Reach Reach => Reach.Setting;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        if (diagnosis.Has(FindingIds.JobDisabled)) return null;
        var words = await Words(diagnosis, patient, cancel);
        var changes = new List<(string Path, string Text)>();
        foreach (var path in JobHand.Files(patient))
        {
            var text = Encoding.UTF8.GetString(await PrivateFiles.Read(path, cancel));
            var mended = words.Aggregate(text, static (all, word) => word.In(all));
            if (mended != text) changes.Add((path, mended));
        }

        if (changes.Count == 0) return null;
        return new RemedyPlan($"in {string.Join(", ", changes.Select(static c => c.Path))}: {string.Join(", ", words.Select(static w => w.Summary))}", [.. changes.Select(static c => c.Path)], c => Act(changes, patient, c))
        {
            AfterUndo = c => hand.Reload(patient, c),
        };
    }

    private async Task<RemedyResult> Act(IReadOnlyList<(string Path, string Text)> changes, Patient patient, CancellationToken cancel)
    {
        foreach (var (path, text) in changes)
        {
            var target = PrivateFiles.RealPath(path);
            await PrivateFiles.Write(target, Encoding.UTF8.GetBytes(text), File.GetUnixFileMode(target), cancel);
        }

        var told = await hand.Reload(patient, cancel);
        return told.Succeeded ? new(true, $"corrected {string.Join(", ", changes.Select(static c => c.Path))}") : told;
    }

    private static async Task<IReadOnlyList<Word>> Words(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        var words = new List<Word>();
        foreach (var entry in diagnosis.All(FindingIds.JobEntryMissing))
            if (entry.Fact("program") is { } gone && entry.Fact("found") is { } found && File.Exists(found)) words.Add(new PathWord(gone, found));
        var port = diagnosis.Find(FindingIds.JobWrongPort);
        if (port?.Fact("pinned") is { } pinned && port.Fact("expected") is { } expected && IsPort(pinned) && IsPort(expected)) words.Add(new PortWord(pinned, expected));

        var runtimes = diagnosis.Findings.Where(static f => f.Id is FindingIds.JobProgramMissing or FindingIds.NodeMissing or FindingIds.NodeUnsupported)
            .Select(static f => f.Fact("program")).OfType<string>().Where(static p => Path.IsPathRooted(p) && Runtimes.Contains(Path.GetFileName(p))).Distinct().ToArray();
        if (runtimes.Length == 0) return words;
        var package = words.OfType<PathWord>().Select(static w => Path.GetDirectoryName(Path.GetDirectoryName(w.New))).FirstOrDefault() ?? patient.Programs.Find().Package;
        if (await NodeSearch.Find(patient, package, cancel) is not { Path: var node }) return words;
        foreach (var gone in runtimes.Where(gone => gone != node))
        {
            words.Add(new PathWord(gone, node));
            // In PATH= the runtime's folder stands by itself.
            words.Add(new PathWord(Path.GetDirectoryName(gone)!, Path.GetDirectoryName(node)!) { IsSearched = true });
        }

        return words;
    }

    private static bool IsPort(string text) => ushort.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var port) && port > 0;

    private abstract record Word
    {
        public abstract string Summary { get; }

        public abstract string In(string text);
    }

    private sealed record PathWord(string Old, string New) : Word
    {
        // Only as an entry of a search path: the folder of a runtime that is merely too old may be named elsewhere for a good reason.
        public bool IsSearched { get; init; }

        public override string Summary => $"{Old} -> {New}";

        public override string In(string text) => Regex.Replace(
            text, IsSearched ? $@"(?<=[=:>""'])(?<!ExecStart=){Regex.Escape(Old)}(?=[:""'<\s]|$)" : $@"(?<![\w./@+-]){Regex.Escape(Old)}(?![\w./@+-])", New.Replace("$", "$$"), RegexOptions.Multiline);
    }

    private sealed record PortWord(string Old, string New) : Word
    {
        public override string Summary => $"port {Old} -> {New}";

        public override string In(string text) => Regex.Replace(
            text, $@"((?:--port[ =]|OPENCLAW_GATEWAY_PORT=|<string>--port</string>\s*<string>|<key>OPENCLAW_GATEWAY_PORT</key>\s*<string>)[""']?){Regex.Escape(Old)}(?!\d)", $"${{1}}{New}");
    }
}
