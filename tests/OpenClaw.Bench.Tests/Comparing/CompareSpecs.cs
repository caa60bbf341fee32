using OpenClaw.Bench.Cli;
using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Tests.Comparing;

/// <summary><c>compare</c> on files as they are written: a regression must not stay hidden, and a slower machine is none.</summary>
public sealed class CompareSpecs : IDisposable
{
    private readonly Runs _runs = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public async Task A_ratio_that_has_doubled_is_told_of_and_ends_with_1()
    {
        (await Compare([Runs.Figure("kill-daemon", 100, 200)], [Runs.Figure("kill-daemon", 100, 400)])).ShouldBe(1);

        Line(Runs.Ours).ShouldContain("WORSE");
        Line(Runs.Ours).ShouldContain("2.000 -> 4.000");
        Line("compared").ShouldBe("1 compared, 1 worse by more than the spread, 0 better, 0 new, 0 gone, 0 broken");
    }

    [Fact]
    public async Task A_doubled_ratio_is_worse_also_where_the_time_itself_has_fallen_as_the_machine_is_faster()
    {
        (await Compare([Runs.Figure("kill-daemon", 100, 200)], [Runs.Figure("kill-daemon", 10, 40)])).ShouldBe(1);

        Line(Runs.Ours).ShouldContain("WORSE");
    }

    [Fact]
    public async Task A_doubled_ratio_of_a_single_sample_is_worse()
    {
        (await Compare([Runs.Figure("storm", 100, 200, samples: 1)], [Runs.Figure("storm", 100, 400, samples: 1)])).ShouldBe(1);
    }

    [Fact]
    public async Task Twice_the_time_on_a_machine_of_half_the_speed_is_no_regression()
    {
        (await Compare([Runs.Figure("kill-daemon", 100, 200)], [Runs.Figure("kill-daemon", 200, 400)])).ShouldBe(0);

        Line(Runs.Ours).ShouldNotContain("WORSE");
        Line(Runs.Ours).ShouldContain("2.000 -> 2.000");
    }

    [Fact]
    public async Task A_twentieth_more_is_within_the_noise_and_a_fifth_more_is_not()
    {
        (await Compare([Runs.Figure("journal", 100, 200)], [Runs.Figure("journal", 100, 210)])).ShouldBe(0);
        (await Compare([Runs.Figure("journal", 100, 200)], [Runs.Figure("journal", 100, 240)])).ShouldBe(1);
    }

    [Fact]
    public async Task Of_a_few_samples_a_fifth_more_says_nothing()
    {
        (await Compare([Runs.Figure("journal", 100, 200, samples: 3)], [Runs.Figure("journal", 100, 240, samples: 3)])).ShouldBe(0);
    }

    [Fact]
    public async Task A_higher_median_within_the_spread_of_both_is_no_regression()
    {
        var before = Runs.Figure("journal", new Series(Runs.Bare, "ms", Runs.Around(100, 7)), new Series(Runs.Ours, "ms", [100, 100, 100, 200, 300, 300, 300], Runs.Bare));
        var now = Runs.Figure("journal", new Series(Runs.Bare, "ms", Runs.Around(100, 7)), new Series(Runs.Ours, "ms", [100, 100, 100, 250, 300, 300, 300], Runs.Bare));

        (await Compare([before], [now])).ShouldBe(0);
    }

    [Fact]
    public async Task Half_the_ratio_is_better_and_ends_with_0()
    {
        (await Compare([Runs.Figure("kill-daemon", 100, 200)], [Runs.Figure("kill-daemon", 100, 100)])).ShouldBe(0);

        Line(Runs.Ours).ShouldContain("better");
    }

    [Fact]
    public async Task What_never_happens_any_more_is_worse()
    {
        var never = Runs.Figure("peers", new Series(Runs.Bare, "s", [1, 1, 1]), new Series(Runs.Ours, "s", [2, double.PositiveInfinity, double.PositiveInfinity], Runs.Bare));

        (await Compare([Runs.Figure("peers", 1, 2, samples: 3)], [never])).ShouldBe(1);
        Line(Runs.Ours).ShouldContain("never");
    }

    [Fact]
    public async Task Others_are_not_judged_and_neither_is_what_has_no_reference()
    {
        FigureReport Of(double value) => Runs.Figure(
            "peers", new Series(Runs.Bare, "ms", Runs.Around(100, 7)),
            new Series("monit", "ms", Runs.Around(value, 7), Runs.Bare) { IsOthers = true },
            new Series("a time alone", "ms", Runs.Around(value, 7)), new Series(Runs.Ours, "ms", Runs.Around(200, 7), Runs.Bare));

        (await Compare([Of(100)], [Of(1000)])).ShouldBe(0);
        Line("compared").ShouldStartWith("1 compared, 0 worse");
    }

    [Fact]
    public async Task Allocated_bytes_are_compared_as_they_are()
    {
        FigureReport Of(double bytes) => Runs.Figure("hot-paths", new Series("decide, allocated", "B", [bytes]));

        (await Compare([Of(1000)], [Of(1050)])).ShouldBe(0);
        (await Compare([Of(1000)], [Of(2000)])).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_new_and_what_is_gone_is_named()
    {
        var before = Runs.Figure("start", new Series(Runs.Bare, "ms", [1]), new Series("status, NativeAOT", "ms", [30], Runs.Bare), new Series(Runs.Ours, "ms", [2], Runs.Bare));
        var now = Runs.Figure("start", new Series(Runs.Bare, "ms", [1]), new Series("status, JIT", "ms", [300], Runs.Bare), new Series(Runs.Ours, "ms", [2], Runs.Bare));

        (await Compare([before], [now])).ShouldBe(0);
        Line("gone ").ShouldBe("gone   start: status, NativeAOT");
        Line("new ").ShouldBe("new    start: status, JIT");
    }

    [Fact]
    public async Task A_figure_that_cannot_be_taken_any_more_ends_with_1()
    {
        (await Compare([Runs.Figure("hang", 1, 2)], [Runs.NotTaken("hang", "the gateway did not start")])).ShouldBe(1);

        Line("BROKEN").ShouldBe("BROKEN hang: could not be taken: the gateway did not start");
    }

    [Fact]
    public async Task A_count_that_must_not_be_ends_with_1_also_where_all_times_are_better()
    {
        var now = Runs.Figure("kill-daemon", 100, 100);
        now = now with { Finding = now.Finding! with { Counts = [new Count("requests that failed", 3, 0)] } };

        (await Compare([Runs.Figure("kill-daemon", 100, 200)], [now])).ShouldBe(1);
        Line("BROKEN").ShouldBe("BROKEN kill-daemon: requests that failed is 3 and must be 0");
    }

    [Fact]
    public async Task A_run_of_other_figures_has_nothing_to_be_compared_and_ends_with_2()
    {
        (await Compare([Runs.Figure("hang", 1, 2)], [Runs.Figure("storm", 1, 2)])).ShouldBe(2);

        _errors.ToString().ShouldContain("nothing in common");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    [InlineData("{ \"machine\": ")]
    [InlineData("{}")]
    [InlineData("{ \"figures\": [ { \"name\": \"hang\" } ] }")]
    public async Task A_file_that_is_no_run_is_one_line_and_ends_with_2(string text)
    {
        var recorded = await _runs.Write("recorded.json", Runs.Figure("hang", 1, 2));

        (await CompareVerb.Compare(_runs.WriteText("now.json", text), recorded, _runs.Folder, _output, _errors)).ShouldBe(2);
        (await CompareVerb.Compare(recorded, _runs.WriteText("now.json", text), _runs.Folder, _output, _errors)).ShouldBe(2);

        Lines(_errors).Length.ShouldBe(2);
        Lines(_errors).ShouldAllBe(static line => line.Contains("now.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_one_line_and_ends_with_2()
    {
        var recorded = await _runs.Write("recorded.json", Runs.Figure("hang", 1, 2));

        (await CompareVerb.Compare(Path.Combine(_runs.Folder, "none.json"), recorded, _runs.Folder, _output, _errors)).ShouldBe(2);

        Lines(_errors).ShouldHaveSingleItem().ShouldContain("none.json");
    }

    public void Dispose()
    {
        _runs.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    private async Task<int> Compare(FigureReport[] before, FigureReport[] now)
    {
        _output.GetStringBuilder().Clear();
        return await CompareVerb.Compare(await _runs.Write("now.json", now), await _runs.Write("before.json", before), _runs.Folder, _output, _errors);
    }

    private string Line(string with) => Lines(_output).Where(line => line.Contains(with, StringComparison.Ordinal)).ShouldHaveSingleItem();

    private static string[] Lines(StringWriter written) => written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
