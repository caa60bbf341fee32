using System.Globalization;
using System.Xml.Linq;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Peers;

namespace OpenClaw.Bench.Tests.Pages;

/// <summary>The page about a comparison and its plot, as they lie on the disk.</summary>
public sealed class PeerPageSpecs : IDisposable
{
    private const double Never = double.PositiveInfinity;
    private static readonly IPeer[] Peers = [new OtherPeer("ours", isOurs: true), new OtherPeer("a<b>&\"c\""), new OtherPeer("monit-5")];

    private static readonly Finding All = OtherPeer.Compared(Peers,
        (PeerRows.Kill, [[0.21, 0.25, 0.23], [0.4], []]), (PeerRows.Hang, [[3.1], [Never], [6, 9]]), (PeerRows.Cpu, [[11], [0], [100]]), (PeerRows.Adopts, [[1, 1], [0, 0], [1, 0]])) with
    {
        Goals = [new Goal("kill -9 to 200 less the cold start", true, "0.030 s"), new Goal("wakeups", false, "400.0 /min")],
        Notes = ["how they were set up"],
    };

    private readonly Runs _runs = new();

    [Fact]
    public async Task A_cell_has_the_median_and_the_spread_and_how_many_samples()
    {
        (await Page()).ShouldContain("| **ours** | 0.230 (0.210 to 0.250, n = 3) | 3.100 |");
    }

    [Fact]
    public async Task What_was_not_mended_is_never_and_what_was_not_measured_is_not_a_number()
    {
        var page = await Page();

        page.ShouldContain("| a<b>&\"c\" | 0.400 | never |");
        page.ShouldContain("| monit-5 | not taken | 7.500 (6.000 to 9.000, n = 2) |");
    }

    [Fact]
    public async Task Yes_and_no_are_words_and_what_was_now_so_and_now_so_is_counted()
    {
        var lines = (await Page()).Split('\n');

        lines.ShouldContain("| **ours** | yes |");
        lines.ShouldContain("| a<b>&\"c\" | no |");
        lines.ShouldContain("| monit-5 | 1 of 2 |");
    }

    [Fact]
    public async Task Every_series_stands_there_with_least_median_and_99th_percentile()
    {
        (await Page()).ShouldContain("| kill -9 to 200, ours | 3 | 0.210 | 0.230 | 0.250 | 0.250 | s | 1.150 x cold start of the child |");
    }

    [Fact]
    public async Task A_goal_stands_beside_what_it_came_to_and_whether_it_was_met()
    {
        var page = await Page();

        page.ShouldContain("| kill -9 to 200 less the cold start | 0.030 s | met |");
        page.ShouldContain("| wakeups | 400.0 /min | **not met** |");
    }

    [Fact]
    public async Task It_says_what_was_typed_on_which_machine_with_which_programs_and_links_its_plot()
    {
        var page = await Page();

        page.ShouldContain("-- peers -n 3`");
        page.ShouldContain("2 cores, a processor");
        page.ShouldContain("openclaw-actors (NativeAOT, 52.3 MB); beside it openclaw-actors (JIT, 0.1 MB)");
        page.ShouldContain("(peers.svg)");
        page.ShouldContain("- how they were set up");
        page.ShouldNotContain("not to be quoted");
    }

    [Fact]
    public async Task A_quick_run_is_marked_as_one()
    {
        (await Page(quick: true)).ShouldContain("not to be quoted");
    }

    [Fact]
    public void The_plot_is_well_formed_names_everyone_and_draws_nothing_outside_itself()
    {
        var svg = XElement.Parse(PeerPlot.Of(Peers, All));
        var (width, height) = (Number(svg, "width"), Number(svg, "height"));
        var drawn = svg.Descendants().Where(static element => element.Name.LocalName is "circle" or "line" or "text").ToArray();

        var texts = drawn.Select(static element => element.Value).ToArray();
        foreach (var peer in Peers) texts.ShouldContain(peer.Name);
        foreach (var element in drawn)
        {
            foreach (var x in new[] { "x", "x1", "x2", "cx" }.Where(name => element.Attribute(name) is not null)) Number(element, x).ShouldBeInRange(0, width);
            foreach (var y in new[] { "y", "y1", "y2", "cy" }.Where(name => element.Attribute(name) is not null)) Number(element, y).ShouldBeInRange(0, height);
        }
    }

    [Fact]
    public void The_plot_has_a_mark_for_each_median_and_a_word_for_never()
    {
        var svg = XElement.Parse(PeerPlot.Of(Peers, All));

        svg.Descendants().Count(static element => element.Name.LocalName == "circle").ShouldBe(7);
        svg.Descendants().Count(static element => element.Value == "never" && element.Name.LocalName == "text").ShouldBe(1);
    }

    [Fact]
    public void The_longer_time_stands_further_to_the_right()
    {
        var svg = XElement.Parse(PeerPlot.Of(Peers, OtherPeer.Compared(Peers, (PeerRows.Kill, [[0.2], [2], [20]]))));

        var marks = svg.Descendants().Where(static element => element.Name.LocalName == "circle").Select(static circle => Number(circle, "cx")).ToArray();
        marks.Length.ShouldBe(3);
        marks.ShouldBeInOrder(SortDirection.Ascending);
        marks.Distinct().Count().ShouldBe(3);
    }

    public void Dispose() => _runs.Dispose();

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private async Task<string> Page(bool quick = false)
    {
        var run = new Report(new Machine("2026-11-30 09:00 UTC", 2, "a processor", "a kernel", "a runtime", "0.1"), quick, [])
        {
            Command = "peers -n 3",
            Programs = ["openclaw-actors (NativeAOT, 52.3 MB)", "openclaw-actors (JIT, 0.1 MB)"],
        };
        var path = Path.Combine(_runs.Folder, "peers.md");
        await new PeerPage(Peers, run).Write(path, All);
        File.Exists(Path.Combine(_runs.Folder, "peers.svg")).ShouldBeTrue();
        return await File.ReadAllTextAsync(path);
    }
}
