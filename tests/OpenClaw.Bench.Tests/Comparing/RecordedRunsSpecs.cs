using System.Text.Json;
using OpenClaw.Bench.Cli;
using OpenClaw.Bench.Comparing;

namespace OpenClaw.Bench.Tests.Comparing;

/// <summary>Which recorded run a figure is compared with.</summary>
public sealed class RecordedRunsSpecs : IDisposable
{
    private readonly Runs _runs = new();

    [Fact]
    public async Task Each_figure_comes_from_the_last_run_that_has_it()
    {
        await _runs.Write("2026-11-01.json", Runs.Figure("hang", 1, 2), Runs.Figure("storm", 1, 2));
        await _runs.Write("2026-11-20.json", Runs.Figure("hang", 1, 3), Runs.NotTaken("storm", "no time"));

        var found = (await RecordedRuns.Last(["hang", "storm"], _runs.Folder)).SelectMany(static run => run.Figures).ToArray();

        found.Select(static figure => figure.Name).ShouldBe(["hang", "storm"]);
        found.Select(static figure => figure.Finding!.Series[1].Median).ShouldBe([3, 2]);
    }

    [Fact]
    public async Task What_was_recorded_of_other_figures_is_left_out()
    {
        await _runs.Write("2026-11-01.json", Runs.Figure("hang", 1, 2), Runs.Figure("storm", 1, 2));

        (await RecordedRuns.Last(["storm"], _runs.Folder)).ShouldHaveSingleItem().Figures.ShouldHaveSingleItem().Name.ShouldBe("storm");
        (await RecordedRuns.Last(["journal"], _runs.Folder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_has_no_runs_and_compare_says_how_to_record_one()
    {
        var (folder, run) = (Path.Combine(_runs.Folder, "none"), await _runs.Write("now.json", Runs.Figure("hang", 1, 2)));
        using StringWriter output = new(), errors = new();

        (await RecordedRuns.Last(["hang"], folder)).ShouldBeEmpty();
        (await CompareVerb.Compare(run, null, folder, output, errors)).ShouldBe(2);

        errors.ToString().ShouldContain("--json");
    }

    [Fact]
    public async Task A_recorded_run_that_cannot_be_read_is_not_passed_over()
    {
        await _runs.Write("2026-11-01.json", Runs.Figure("hang", 1, 2));
        _runs.WriteText("2026-11-20.json", "{ half of");

        (await Should.ThrowAsync<JsonException>(() => RecordedRuns.Last(["hang"], _runs.Folder))).Message.ShouldContain("2026-11-20.json");
    }

    [Fact]
    public async Task Compare_takes_the_recorded_runs_when_no_other_is_named_and_sees_the_doubled_ratio()
    {
        var recorded = Directory.CreateDirectory(Path.Combine(_runs.Folder, "recorded")).FullName;
        await _runs.Write("recorded/2026-11-01.json", Runs.Figure("hang", 1, 2));
        var now = await _runs.Write("now.json", Runs.Figure("hang", 1, 4));
        using StringWriter output = new(), errors = new();

        (await CompareVerb.Compare(now, null, recorded, output, errors)).ShouldBe(1);

        output.ToString().ShouldContain("WORSE");
    }

    public void Dispose() => _runs.Dispose();
}
