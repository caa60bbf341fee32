using System.CommandLine;
using OpenClaw.Bench.Figures;
using OpenClaw.Bench.Peers;

namespace OpenClaw.Bench.Cli;

/// <summary><c>peers</c>: a figure with a page of its own.</summary>
internal static class PeersVerb
{
    private static readonly Option<string[]> Only = new("--only") { Description = "These supervisors only, by name.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> Measures = new("--measures") { Description = "These only: idle, kill, hang, sick, crash, orphan.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Install = new("--install") { Description = "First installs what is missing: Debian's packages (as root) and npm's pm2." };
    private static readonly Option<FileInfo?> Page = new("--write") { Description = "Writes the tables to this Markdown file, and the plot beside it." };
    private static readonly Option<int> Cold = new("--cold") { Description = "Milliseconds that each start of the child takes longer: a slow gateway." };

    /// <summary>The verb.</summary>
    public static Command Build(Func<ParseResult, IReadOnlyList<IFigure>, BenchRun> runOf)
    {
        Measures.AcceptOnlyFromAmong("idle", "kill", "hang", "sick", "crash", "orphan");
        var command = new Command("peers", new PeerComparison([], []).About) { Only, Measures, Install, Page, Cold };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(Install))
                foreach (var wrong in await PeerInstall.Run(line => Console.Error.WriteLine($"install: {line}"))) Console.Error.WriteLine($"install: {wrong}");
            ChildFiles.Cold = TimeSpan.FromMilliseconds(parsed.GetValue(Cold));
            var comparison = new PeerComparison(parsed.GetValue(Only) ?? [], parsed.GetValue(Measures) ?? []);
            var run = runOf(parsed, [comparison]);
            var code = await run.Run(Console.Out, Console.Error, cancel);
            if (parsed.GetValue(Page) is { } page && run.Report is { Figures: [{ Finding: { } finding }] } report) await new PeerPage(comparison.Compared, report).Write(page.FullName, finding);
            return code;
        });
        return command;
    }
}
