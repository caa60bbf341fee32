using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Demo;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Demo;

public sealed class DemoScenarioSpecs
{
    private static readonly DemoPace Quick = DemoPace.StandIn with
    {
        First = TimeSpan.FromSeconds(5),
        Act = TimeSpan.FromSeconds(0.2),
        Message = TimeSpan.FromSeconds(0.2),
        Thinking = TimeSpan.Zero,
    };

    [Fact]
    public async Task A_gateway_that_comes_back_makes_exit_code_0()
    {
        var results = await Play(heals: true, [DemoAct.All[0]]);

        results.ShouldHaveSingleItem().Complaints.ShouldBeEmpty();
        new DemoReport(results, TimeSpan.Zero).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_gateway_that_stays_dead_ends_the_demo_with_exit_code_1()
    {
        var results = await Play(heals: false, DemoAct.All);

        results.Count.ShouldBe(DemoAct.All.Count);
        results[0].Complaints.ShouldContain("not healed in time");
        results.Skip(1).ShouldAllBe(r => r.Complaints.Single().StartsWith("not shown"));
        new DemoReport(results, TimeSpan.Zero).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_demo_that_was_called_off_shows_no_act_as_done()
    {
        using var off = new CancellationTokenSource();
        await off.CancelAsync();

        var results = await Play(heals: true, DemoAct.All, off.Token);

        results.ShouldAllBe(r => !r.IsGood);
    }

    [Fact]
    public void A_report_without_any_act_is_no_success() => new DemoReport([], TimeSpan.Zero).ExitCode.ShouldBe(1);

    private static async Task<IReadOnlyList<ActResult>> Play(bool heals, IReadOnlyList<DemoAct> acts, CancellationToken cancel = default)
    {
        var log = new DemoLog(TimeProvider.System, static _ => { });
        log.Add(Happening.Seen(0, GatewayPhase.Ready, inIncident: false));
        return await new DemoScenario(new Stage(log, heals), log, Quick, TimeProvider.System).Play(acts, cancel);
    }

    /// <summary>A stage on which a killed gateway comes back at once, or never.</summary>
    private sealed class Stage(DemoLog log, bool heals) : IDemoStage
    {
        private ProcessIdentity? _gateway = Happening.First;

        public DemoConfigFile Config => throw new NotSupportedException();

        public StandInDoctor Doctor => throw new NotSupportedException();

        public Task<ProcessIdentity?> Gateway(CancellationToken cancel) => Task.FromResult(_gateway);

        public Task<int> Kill(CancellationToken cancel)
        {
            var dead = _gateway!;
            _gateway = heals ? Happening.Second : null;
            log.Add(Happening.Opened(1, GatewayPhase.Down, Tier.Watchdog));
            if (heals) log.Add(Happening.Resolved(3, 2, Outcome.HealedByWatchdog));
            return Task.FromResult(dead.Pid);
        }

        public Task<int> Freeze(CancellationToken cancel) => throw new NotSupportedException();

        public Task<int> End(CancellationToken cancel) => throw new NotSupportedException();
    }
}
