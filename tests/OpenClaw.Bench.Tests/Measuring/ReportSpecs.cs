using OpenClaw.Bench.Cli;
using OpenClaw.Bench.Figures;
using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Tests.Measuring;

/// <summary>A run from its figures to its files.</summary>
public sealed class ReportSpecs : IDisposable
{
    private readonly Runs _runs = new();

    [Fact]
    public async Task What_is_written_is_read_back_as_it_was()
    {
        var figure = Runs.Figure("start", new Series("status", "ms", [1.5, double.PositiveInfinity], "version") { IsOthers = true });
        figure = figure with { Finding = figure.Finding! with { Goals = [new Goal("soon", false, "never")], Counts = [new Count("failures", 0, 0)], Notes = ["a note"] } };

        var read = await Report.Read(await _runs.Write("run.json", figure, Runs.NotTaken("hang", "no gateway")));

        read.Command.ShouldBe("all");
        read.Programs.ShouldHaveSingleItem();
        read.Machine.Cores.ShouldBe(2);
        var series = read.Figures[0].Finding!.Series.ShouldHaveSingleItem();
        (series.Name, series.Unit, series.Reference, series.IsOthers).ShouldBe(("status", "ms", "version", true));
        series.Values.ShouldBe([1.5, double.PositiveInfinity]);
        read.Figures[0].Finding!.Goals.ShouldBe([new Goal("soon", false, "never")]);
        read.Figures[0].Finding!.Counts.ShouldBe([new Count("failures", 0, 0)]);
        read.Figures[0].Finding!.Notes.ShouldBe(["a note"]);
        (read.Figures[1].Finding, read.Figures[1].NotRun).ShouldBe((null, "no gateway"));
    }

    [Fact]
    public async Task A_run_prints_each_figure_writes_both_files_and_goes_on_after_one_that_broke()
    {
        var (json, page, output) = (Path.Combine(_runs.Folder, "run.json"), Path.Combine(_runs.Folder, "run.md"), new StringWriter());
        Goal[] goals = [Goal.AtMost(2, new Series("status", "ms", [1, 3, 5]))];

        var code = await new BenchRun(
            [new Given("broken", static () => throw new TimeoutException("it did not come")), new Given("start", () => new Finding([new Series("status", "ms", [1, 3, 5])]) { Goals = goals })],
            new RunOptions(Quick: true, null, null, json, page)).Run(output, TextWriter.Null, CancellationToken.None);

        code.ShouldBe(1);
        output.ToString().ShouldContain("not run: it did not come");
        output.ToString().ShouldContain("goal missed: status: at most 2.000 ms, median: 3.000 ms");
        (await Report.Read(json)).Figures.Count.ShouldBe(2);
        var text = await File.ReadAllTextAsync(page);
        text.ShouldContain("Not run: it did not come");
        text.ShouldContain("| status | 3 | 1.000 | 3.000 | 5.000 | 5.000 | ms |");
        text.ShouldContain("| status: at most 2.000 ms, median | 3.000 ms | **not met** |");
        text.ShouldContain("not to be quoted");
    }

    [Fact]
    public async Task A_missed_goal_alone_is_no_failure_and_a_wrong_count_is_one()
    {
        (await Run(new Finding([]) { Goals = [new Goal("fast", false)] })).ShouldBe(0);
        (await Run(new Finding([]) { Counts = [new Count("second gateways", 1, 0)] })).ShouldBe(1);
    }

    [Fact]
    public void What_was_typed_names_files_without_their_folders()
    {
        new RunOptions(false, null, null, null, null).Command.ShouldNotContain(Path.GetTempPath());
        RunOptions.Typed(["peers", "--write", Path.Combine(_runs.Folder, "page.md"), "-n", "3"]).ShouldBe("peers --write page.md -n 3");
    }

    public void Dispose() => _runs.Dispose();

    private static Task<int> Run(Finding finding) =>
        new BenchRun([new Given("start", () => finding)], new RunOptions(true, null, null, null, null)).Run(TextWriter.Null, TextWriter.Null, CancellationToken.None);

    private sealed class Given(string name, Func<Finding> finding) : IFigure
    {
        public string Name => name;

        public string About => name;

        public Task<Finding> Run(Effort effort, CancellationToken cancel) => Task.FromResult(finding());
    }
}
