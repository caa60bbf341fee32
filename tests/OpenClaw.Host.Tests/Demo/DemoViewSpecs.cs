using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Demo;
using Shouldly;
using Spectre.Console;
using Spectre.Console.Rendering;
using Xunit;
using static OpenClaw.Host.Tests.Demo.Happening;

namespace OpenClaw.Host.Tests.Demo;

public sealed class DemoViewSpecs
{
    private static readonly DemoEvent[] Story =
    [
        new DemoEvent.Remark(At(0.1), "a stand-in gateway on 127.0.0.1:1"),
        Seen(0.5, GatewayPhase.Ready, inIncident: false),
        new DemoEvent.ActBegan(At(1), DemoAct.All[0]),
        new DemoEvent.Broke(At(2), "kill -9 101"),
        Opened(2.1, GatewayPhase.Down, Tier.Watchdog),
        Seen(2.1, GatewayPhase.Down, inIncident: true),
        Restart(2.1, Tier.Watchdog, 1, RestartKind.Start, "there is no process"),
        Closed(2.2, 1, "started pid 102\u001b[2J"),
        Seen(3.4, GatewayPhase.Ready, inIncident: true),
        Resolved(5.4, 3.4, Outcome.HealedByWatchdog),
        Got(5.5, "🚨 Gateway demo needs you"),
        new DemoEvent.ActEnded(At(5.5), Good),
    ];

    private static ActResult Good => new(DemoAct.All[0], Tier.Watchdog, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(1.4), 0, []);

    [Fact]
    public void The_plain_view_is_one_line_for_each_event_without_any_control_character()
    {
        var output = new StringWriter { NewLine = "\n" };
        var view = new PlainView(output, Start);

        foreach (var e in Story) view.Show(e);

        output.ToString().ShouldBe("""
               0.1  demo     a stand-in gateway on 127.0.0.1:1
               0.5  gateway  ready

               1.0  demo     act 1: gateway killed
               2.0  demo     kill -9 101
               2.1  tier 1   sees it: down
               2.1  gateway  down
               2.1  tier 1   starts it: there is no process
               2.2  healer   order 1 done: started pid 102 [2J
               3.4  gateway  ready
               5.4  healer   resolved: healed by tier 1
               5.5  discord  Gateway demo needs you
               5.5  demo     as it should be: tier 1 watchdog, well after 1.4 s

            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(40, 24)]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(20, 8)]
    public void The_live_view_stays_within_the_screen(int width, int height)
    {
        var picture = Story.Aggregate(new DemoPicture(Start), (p, e) => p.Apply(e));

        var lines = Rendered(DemoScreen.Draw(picture, TimeSpan.FromSeconds(6), width, height), width);

        lines.Count.ShouldBeLessThan(Math.Max(height, 14));
        lines.ShouldAllBe(l => l.Length <= width);
        lines[0].ShouldContain("act 1 of 4"[..Math.Min(10, width - 8)]);
        lines.ShouldContain(l => l.Contains("● ready", StringComparison.Ordinal));
    }

    [Fact]
    public void The_live_view_says_what_each_tier_is_doing_and_that_it_is_over()
    {
        var working = Story.TakeWhile(e => e is not DemoEvent.News { Event: OpenClaw.Actors.Incidents.Resolved }).Aggregate(new DemoPicture(Start), (p, e) => p.Apply(e));
        working.Tiers[Tier.Watchdog].Text.ShouldBe("starts it: there is no process");
        working.Tiers[Tier.Human].Text.ShouldBe("not needed");

        working.Apply(Resolved(5.4, 3.4, Outcome.HealedByWatchdog)).Tiers[Tier.Watchdog].Text.ShouldBe("watches the process");
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void The_table_names_each_act_its_healer_and_its_times(int width)
    {
        var bad = new ActResult(DemoAct.All[1], null, null, null, 3, ["nobody noticed"]);

        var text = string.Join("\n", Rendered(DemoTable.Draw(new DemoReport([Good, bad], TimeSpan.FromSeconds(9)), width), width));

        foreach (var part in (string[])["gateway killed", "1 watchdog", "0.1 s", "1.4 s", "ok", "gateway hangs", "nobody", "WRONG", "act 2: nobody noticed"]) text.ShouldContain(part);
        text.Split('\n').ShouldAllBe(l => l.Length <= width);
    }

    private static List<string> Rendered(IRenderable what, int width)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Write(what);
        return [.. output.ToString().TrimEnd('\n').Split('\n')];
    }
}
