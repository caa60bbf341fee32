using System.Text;
using System.Text.RegularExpressions;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>A drop-in (or a line of the unit) asks for a file that is not there, and nothing starts without it: that setting is taken out; a drop-in that has no other goes aside.</summary>
internal sealed class JobDropInAside(JobHand hand) : IRemedy
{
    /// <inheritdoc/>
    public string Name => "job-dropin-aside";

    /// <inheritdoc/>
    public string Title => "put a setting aside that asks for a file which is not there";

    /// <inheritdoc/>
    public Reach Reach => Reach.Setting;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        if (patient.Manager != ManagerKind.Systemd || diagnosis.Has(FindingIds.JobDisabled)) return null;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var found in diagnosis.All(FindingIds.JobFileMissing))
        {
            if (found.Fact("file") is not { } file || found.Fact("names") is not { } gone || !JobTrouble.IsOfJob(file, patient) || !File.Exists(file) || File.Exists(gone) || Directory.Exists(gone)) continue;
            var text = texts.GetValueOrDefault(file) ?? Encoding.UTF8.GetString(await PrivateFiles.Read(file, cancel));
            if (Without(text, gone) is var mended && mended != text) texts[file] = mended;
        }

        if (texts.Count == 0) return null;
        var names = string.Join(", ", diagnosis.All(FindingIds.JobFileMissing).Select(static f => f.Fact("names")).Distinct());
        return new RemedyPlan($"{string.Join(", ", texts.Keys)} asks for {names}, which is not there: that setting is put aside, and what it was for no longer works until you set it again", [.. texts.Keys], c => Act(texts, patient, c))
        {
            AfterUndo = c => hand.Reload(patient, c),
        };
    }

    /// <summary>The text without what names the file: only the option in a list of options, only the variable in a list of variables, else the line.</summary>
    internal static string Without(string text, string gone)
    {
        var path = Regex.Escape(gone);
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            if (line.TrimStart().StartsWith('#') || !Regex.IsMatch(line, $@"(?<![\w./-]){path}(?![\w./-])")) lines.Add(line);
            // What is started is not taken out, whatever it names.
            else if (line.TrimStart().StartsWith("Exec", StringComparison.Ordinal)) lines.Add(line);
            else if (line.TrimStart().StartsWith("Environment=", StringComparison.Ordinal) && Rest(line, path) is { } rest) lines.Add(rest);
        }

        return string.Join('\n', lines);
    }

    private static string? Rest(string line, string path)
    {
        var options = Regex.Replace(line, $@"(?:--require|--import|--loader|--experimental-loader|-r)[= ]{path}(?![\w./-])\s?", "");
        if (options != line && !Regex.IsMatch(options, @"NODE_OPTIONS=\s*[""']?\s*$")) return options;
        var words = Regex.Matches(line[(line.IndexOf('=') + 1)..], @"""[^""]*""|'[^']*'|\S+").Select(static w => w.Value).ToArray();
        var left = words.Where(word => !Regex.IsMatch(word, $@"(?<![\w./-]){path}(?![\w./-])")).ToArray();
        return left.Length == 0 ? null : $"Environment={string.Join(' ', left)}";
    }

    private async Task<RemedyResult> Act(IReadOnlyDictionary<string, string> texts, Patient patient, CancellationToken cancel)
    {
        foreach (var (file, text) in texts)
        {
            var isEmpty = text.Split('\n').Select(static l => l.Trim()).All(static l => l.Length == 0 || l[0] is '#' or ';' or '[');
            if (isEmpty && file != patient.Job.File) File.Delete(file);
            else await PrivateFiles.Write(PrivateFiles.RealPath(file), Encoding.UTF8.GetBytes(text), File.GetUnixFileMode(file), cancel);
        }

        var told = await hand.Reload(patient, cancel);
        return told.Succeeded ? new(true, $"put aside a setting in {string.Join(", ", texts.Keys)} that asks for a file which is not there") : told;
    }
}
