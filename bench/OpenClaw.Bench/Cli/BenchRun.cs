using System.Diagnostics;
using OpenClaw.Bench.Figures;
using OpenClaw.Bench.Measuring;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.Bench.Cli;

/// <summary>Takes the figures one after another. A slow figure is no failure; a figure that breaks, or a wrong count, is.</summary>
internal sealed class BenchRun(IReadOnlyList<IFigure> figures, RunOptions options)
{
    /// <summary>What came of it; null before it has run.</summary>
    public Report? Report { get; private set; }

    /// <summary>Runs them and prints each as soon as it is there. Returns the exit code: 0, or 1 when something broke or was counted wrong.</summary>
    public async Task<int> Run(TextWriter output, TextWriter progress, CancellationToken cancel)
    {
        var machine = Machine.Now();
        output.WriteLine(machine);
        string[] programs = [.. new[] { DaemonProcess.Program, options.Beside }.OfType<string>().Select(ProgramForms.Told)];
        foreach (var program in programs) output.WriteLine($"daemon: {program}");
        var reports = new List<FigureReport>();
        var broke = false;
        foreach (var figure in figures)
        {
            var report = await Take(figure, progress, cancel);
            broke |= report.Finding is null || report.Finding.Counts.Any(count => count.IsWrong);
            reports.Add(report);
            PlainTable.Print(report, output);
        }

        Report = new Report(machine, options.Quick, reports) { Command = options.Command, Programs = programs };
        if (options.Json is { } json) await Report.Write(json);
        if (options.Markdown is { } page) await File.WriteAllTextAsync(page, MarkdownTables.Of(Report), CancellationToken.None);
        return broke ? 1 : 0;
    }

    private async Task<FigureReport> Take(IFigure figure, TextWriter progress, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var effort = new Effort(options.Quick, options.Samples, line => progress.WriteLine($"[{clock.Elapsed.TotalSeconds,4:0} s] {figure.Name}: {line}")) { Beside = options.Beside };
        try
        {
            return new FigureReport(figure.Name, clock.Elapsed.TotalSeconds, await figure.Run(effort, cancel), null) with { Seconds = clock.Elapsed.TotalSeconds };
        }
        catch (Exception broken) when (broken is TimeoutException or IOException or InvalidOperationException or ProgramsUnavailableException or SandboxUnavailableException)
        {
            return new FigureReport(figure.Name, clock.Elapsed.TotalSeconds, null, broken.Message);
        }
    }
}

/// <summary>What all figures are told.</summary>
/// <param name="Quick">Few samples.</param>
/// <param name="Samples">As many as this; null for each figure's own number.</param>
/// <param name="Beside">A second program of the daemon; null for none.</param>
/// <param name="Json">Where the report goes too; null for nowhere.</param>
/// <param name="Markdown">Where its tables go; null for nowhere.</param>
internal sealed record RunOptions(bool Quick, int? Samples, string? Beside, string? Json, string? Markdown)
{
    /// <summary>What was typed.</summary>
    public string Command { get; init; } = Typed(Environment.GetCommandLineArgs().Skip(1));

    /// <summary>A command line on one line, files by their names only: their folders say something about the machine.</summary>
    public static string Typed(IEnumerable<string> words) => string.Join(' ', words.Select(static word => Path.IsPathRooted(word) ? Path.GetFileName(word) : word));
}
