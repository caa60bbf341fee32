using OpenClaw.Host.Playbook;
using Spectre.Console;

namespace OpenClaw.Host.Cli;

/// <summary>A diagnosis for people: the worst first, why below it, and nothing that they need not know.</summary>
internal static class DiagnoseView
{
    private const int LinesOfEvidence = 4;

    // Below this it is a remark: its cause is another finding, or the gateway serves all the same.
    private const double Told = 0.25;

    /// <summary>Writes it.</summary>
    public static void Show(string gateway, Diagnosis diagnosis, TextWriter output)
    {
        var console = Terminal.Of(output);
        var told = diagnosis.Findings.Where(static finding => finding.Confidence >= Told).ToArray();
        console.MarkupLine($"[bold]{Markup.Escape(gateway)}[/] {Markup.Escape(Verdict(told))}{(diagnosis.OpenClaw is { } version ? Markup.Escape($" (OpenClaw {version})") : "")}");
        foreach (var finding in told)
        {
            console.MarkupLine($"  {Mark(finding.Severity)} {Markup.Escape(finding.Summary)} [grey]{Markup.Escape(finding.Id)}{(finding.Confidence < 0.8 ? ", not sure" : "")}[/]");
            foreach (var line in finding.Evidence.Where(line => !finding.Summary.Contains(line, StringComparison.Ordinal)).Take(LinesOfEvidence)) console.MarkupLine($"      [grey]{Markup.Escape(line)}[/]");
        }

        if (!diagnosis.IsWhole) console.MarkupLine("  [grey]OpenClaw itself was not asked (--quick)[/]");
    }

    private static string Verdict(Finding[] findings) => findings.Count(static finding => finding.Severity is FindingSeverity.Blocking) switch
    {
        0 when findings.Length == 0 => "nothing was found",
        0 => "nothing was found that would keep it from serving",
        1 => "one thing keeps it from serving",
        var many => $"{many} things keep it from serving",
    };

    private static string Mark(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Blocking => "[red]blocks [/]",
        FindingSeverity.Warning => "[yellow]warning[/]",
        _ => "[grey]note   [/]",
    };
}
