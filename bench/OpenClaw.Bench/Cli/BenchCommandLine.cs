using System.CommandLine;
using OpenClaw.Bench.Figures;

namespace OpenClaw.Bench.Cli;

/// <summary>The verbs: one for each figure, <c>all</c>, and <c>compare</c>.</summary>
internal static class BenchCommandLine
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "Few samples: to see that it works.", Recursive = true };
    private static readonly Option<int?> Samples = new("--samples", "-n") { Description = "As many samples as this, for every figure that takes samples.", Recursive = true };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Writes the report to this file too.", Recursive = true };

    private static readonly Option<FileInfo?> Markdown = new("--markdown") { Description = "Writes the tables to this file too.", Recursive = true };
    private static readonly Option<FileInfo?> Beside = new("--beside")
    {
        Description = "A second program of the daemon, measured beside the first (OPENCLAW_E2E_DAEMON, or what was built): by start, and by peers at rest.",
        Recursive = true,
    };

    private static readonly IFigure[] Figures =
        [new ExitNotice(), new WatchCost(), new JournalCost(), new DaemonIdle(), new DirectRecovery(), new SystemdRecovery(), new Hang(), new KillDaemon(), new KillRecovery(), new Storm(),
         new Start(), new Scale([]), new HotPaths()];

    /// <summary>All of them.</summary>
    public static RootCommand All()
    {
        var root = new RootCommand("Measures the healer, each figure beside a reference of the same run.") { Quick, Samples, Json, Markdown, Beside };
        root.Subcommands.Add(Verb("all", "Every figure, one after another.", Figures));
        foreach (var figure in Figures) root.Subcommands.Add(figure is Scale ? ScaleVerb.Build(RunOf) : Verb(figure.Name, figure.About, [figure]));
        // Not among all of them: it takes hours, and wants other programs.
        root.Subcommands.Add(PeersVerb.Build(RunOf));
        root.Subcommands.Add(CompareVerb.Build());
        root.Subcommands.Add(ScaleVerb.BuildWorker());
        return root;
    }

    private static Command Verb(string name, string about, IReadOnlyList<IFigure> figures)
    {
        var command = new Command(name, about);
        command.SetAction((parsed, cancel) => RunOf(parsed, figures).Run(Console.Out, Console.Error, cancel));
        return command;
    }

    private static BenchRun RunOf(ParseResult parsed, IReadOnlyList<IFigure> figures) =>
        new(figures, new RunOptions(parsed.GetValue(Quick), parsed.GetValue(Samples), parsed.GetValue(Beside)?.FullName, parsed.GetValue(Json)?.FullName, parsed.GetValue(Markdown)?.FullName));
}
