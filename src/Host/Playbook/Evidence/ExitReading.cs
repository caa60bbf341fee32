using System.Text.RegularExpressions;
using OpenClaw.Host.Playbook.Tools;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Reads what a gateway said before it ended.</summary>
internal static partial class ExitReading
{
    private const int LongestText = 64 * 1024;

    /// <summary>What the words mean, the facts completed by what is known of the gateway.</summary>
    /// <param name="words">The lines of its last start, oldest first: untrusted.</param>
    /// <param name="patient">The gateway.</param>
    public static IReadOnlyList<Finding> Of(IReadOnlyList<string> words, Patient patient)
    {
        var text = string.Join('\n', words);
        text = text.Length > LongestText ? text[^LongestText..] : text;
        var found = new List<Finding>();
        if (Refused(text) is { } refused) found.Add(refused);
        foreach (var pattern in ExitPatterns.All)
        {
            if (found.Any(f => f.Id == pattern.Id) || pattern.Text.Match(text) is not { Success: true } match) continue;
            found.Add(Finding(pattern, match, patient));
        }

        return found;
    }

    private static Finding Finding(ExitPattern pattern, Match match, Patient patient)
    {
        var facts = pattern.Text.GetGroupNames().Where(static name => !char.IsAsciiDigit(name[0])).Select(name => (name, match.Groups[name] is { Success: true } group ? group.Value.Trim() : null)).Concat(pattern.Facts).ToList();
        var (id, confidence) = (pattern.Id, pattern.Confidence);
        switch (id)
        {
            case FindingIds.StateMode when match.Groups["denied"].Value == patient.Gateway.ConfigPath:
                (id, confidence) = (FindingIds.ConfigUnreadable, 0.9);
                facts.AddRange([("path", patient.Gateway.ConfigPath), ("mode", Mode(patient.Gateway.ConfigPath))]);
                break;
            case FindingIds.StateMode when !match.Groups["denied"].Value.StartsWith(patient.Gateway.StateDirectory + "/", StringComparison.Ordinal):
                (id, confidence) = (FindingIds.ExitWords, 0.6);
                facts.Add(("text", match.Value));
                break;
            case FindingIds.StateMode:
                facts.Add(("paths", $"{Mode(match.Groups["denied"].Value) ?? "???"} {match.Groups["denied"].Value}"));
                break;
            case FindingIds.DatabaseCorrupt when !match.Groups.ContainsKey("path"):
                facts.Add(("path", Path.Combine(patient.Gateway.StateDirectory, "state", "openclaw.sqlite")));
                break;
            case FindingIds.DiskFull or FindingIds.StateReadOnly:
                facts.Add(("path", patient.Gateway.StateDirectory));
                break;
            case FindingIds.NodeUnsupported:
                facts.Add(("program", patient.Programs.Find().Node));
                break;
            case FindingIds.JobProgramMissing or FindingIds.JobInvalid:
                facts.Add(("file", patient.Job.File));
                break;
        }

        return Found.Blocking(id, confidence, $"{pattern.Summary}: {match.Value.ReplaceLineEndings(" ")}", "its last words", [.. facts]).Because(match.Value.ReplaceLineEndings(" "));
    }

    /// <summary>The issues that follow <c>Invalid config at PATH:</c>, a line each, up to the advice.</summary>
    private static Finding? Refused(string text)
    {
        if (text.LastIndexOf("Invalid config at ", StringComparison.Ordinal) is not (>= 0 and var begin)) return null;
        var issues = text[begin..].Split('\n').Skip(1).Take(50).Select(static line => Issue().Match(line)).TakeWhile(static line => line.Success)
            .SelectMany(static line => ConfigVerdictText.Split(line.Groups[1].Value, Found.Clean(line.Groups[2].Value))).ToArray();
        return issues.Length > 0 ? ConfigCheckCollector.Invalid(issues, 0.9, "its last words") : null;
    }

    private static string? Mode(string path)
    {
        try
        {
            return File.Exists(path) || Directory.Exists(path) ? Owners.Octal(File.GetUnixFileMode(path)) : null;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\s{0,8}(?:[-*•]\s)?(<root>|[A-Za-z_$][\w$.\[\]-]{0,300}): (.{1,1000})$")]
    private static partial Regex Issue();
}
