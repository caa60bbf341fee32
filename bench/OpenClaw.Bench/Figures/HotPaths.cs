using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OpenClaw.Bench.HotPath;
using OpenClaw.Bench.Measuring;
using Perfolizer.Horology;

namespace OpenClaw.Bench.Figures;

/// <summary>What the daemon does most, in its own process and with its own runtime settings, by BenchmarkDotNet: time and memory of one operation.</summary>
internal sealed class HotPaths : IFigure
{
    private static readonly Type[] Paths = [typeof(IncidentPath), typeof(BookPath), typeof(OutboxPath), typeof(RedactionPath), typeof(CataloguePath), typeof(BisectionPath)];

    public string Name => "hot-paths";

    public string About => "decide and apply, journal, outbox, redaction of 10 MB, catalogue, config bisection: time and allocations of one operation";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var series = new List<Series>();
        var artifacts = Directory.CreateTempSubdirectory("bench-dotnet-");
        try
        {
            foreach (var path in Paths)
            {
                cancel.ThrowIfCancellationRequested();
                effort.Progress(path.Name);
                var log = new LogCapture();
                var summary = await Task.Run(() => BenchmarkRunner.Run(path, Settings(effort, log, artifacts.FullName)), cancel);
                series.AddRange(Read(path, summary, log));
            }
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }

        return new Finding(series) { Counts = [new("paths measured", series.Count(static one => one.Unit == "us") - Paths.Length)] };
    }

    private static ManualConfig Settings(Effort effort, ILogger log, string artifacts) => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(effort.Quick ? 1 : 5).WithIterationCount(Math.Max(effort.Of(15, 3), 3))
            .WithIterationTime(TimeInterval.FromMilliseconds(effort.Quick ? 50 : 500)))
        .AddDiagnoser(MemoryDiagnoser.Default).AddLogger(log).WithArtifactsPath(artifacts).WithOptions(ConfigOptions.DisableLogFile);

    private static IEnumerable<Series> Read(Type path, Summary summary, LogCapture log)
    {
        if (summary.HasCriticalValidationErrors || summary.Reports.Length == 0 || summary.Reports.Any(static report => !report.Success))
            throw new InvalidOperationException($"{path.Name} was not measured: {Complaint(summary, log)}");
        var reference = Title(path, summary.Reports.First(static report => report.BenchmarkCase.Descriptor.Baseline));
        foreach (var report in summary.Reports)
        {
            var title = Title(path, report);
            yield return new Series(title, "us", [.. report.GetResultRuns().Select(static run => run.GetAverageTime().Nanoseconds / 1000)], title == reference ? null : reference);
            // Without a reference: what is allocated is the same on every machine.
            if (report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is { } bytes) yield return new Series($"{title}, allocated", "B", [bytes]);
        }
    }

    private static string Title(Type path, BenchmarkReport report) => $"{path.Name}: {report.BenchmarkCase.Descriptor.WorkloadMethod.Name}";

    // What was thrown says more than what follows from it.
    private static string Complaint(Summary summary, LogCapture log) =>
        log.CapturedOutput.SelectMany(static line => line.Text.Split('\n', StringSplitOptions.TrimEntries)).FirstOrDefault(static line => line.StartsWith("---> ", StringComparison.Ordinal))
        ?? string.Join(" ", summary.ValidationErrors.Where(static error => error.IsCritical).Select(static error => error.Message)
            .Concat(log.CapturedOutput.Where(static line => line.Kind == LogKind.Error).Select(static line => line.Text)));
}
