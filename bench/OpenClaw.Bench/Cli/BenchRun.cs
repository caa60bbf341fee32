using System.Diagnostics;
using OpenClaw.Bench.Figures;
using OpenClaw.Bench.Measuring;
using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.Bench.Cli;

/// <summary>Takes the figures one after another. A slow figure is no failure; a figure that breaks, or a wrong count, is.</summary>
internal sealed class BenchRun(IReadOnlyList<IFigure> figures, bool quick, int? samples, string? json)
{
    /// <summary>What came of it; null before it has run.</summary>
    public Report? Report { get; private set; }

    /// <summary>Runs them and prints each as soon as it is there. Returns the exit code: 0, or 1 when something broke or was counted wrong.</summary>
    public async Task<int> Run(TextWriter output, TextWriter progress, CancellationToken cancel)
    {
        var machine = Machine.Now();
        output.WriteLine(machine);
        var reports = new List<FigureReport>();
        var broke = false;
        foreach (var figure in figures)
        {
            var report = await Take(figure, progress, cancel);
            broke |= report.Finding is null || report.Finding.Counts.Any(count => count.IsWrong);
            reports.Add(report);
            PlainTable.Print(report, output);
        }

        Report = new Report(machine, quick, reports);
        if (json is not null) await Report.Write(json);
        return broke ? 1 : 0;
    }

    private async Task<FigureReport> Take(IFigure figure, TextWriter progress, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var effort = new Effort(quick, samples, line => progress.WriteLine($"[{clock.Elapsed.TotalSeconds,4:0} s] {figure.Name}: {line}"));
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
