using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Cli.Drills;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli.Drills;

/// <summary>When a gateway must not be broken, not even for a drill.</summary>
public sealed class DrillGroundSpecs : IDisposable, IHealthProbe, IGatewayProcess
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly GatewayId Main = new("main");
    private static readonly ProcessIdentity Pid = new(4711, 1);

    private readonly string _home = Directory.CreateTempSubdirectory("ground-").FullName;
    private readonly DaemonLock? _daemon;
    private readonly BookInMemory _empty = new();
    private ProcessState _state = new(ServiceState.Running, Pid, Now.AddHours(-1), new PortOwner(PortOwnerKind.Gateway, 4711), null, false, "runs");
    private HttpAnswer _answer = HttpAnswer.Of(Liveness.Live, TimeSpan.Zero, "live") with { Startup = StartupState.Started };
    private RestartLedger _ledger = RestartLedger.Empty;

    public DrillGroundSpecs() => _daemon = DaemonLock.TryTake(_home);

    public string Manager => "spec";

    public void Dispose()
    {
        _daemon?.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task A_healthy_gateway_with_a_daemon_and_a_full_budget_may_be_broken()
    {
        await Healthy();
        foreach (var kind in Enum.GetValues<DrillKind>()) (await Refusal(kind)).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_daemon_or_its_word_nobody_would_heal_it()
    {
        (await Refusal())!.Code.ShouldBe(ExitCodes.NotReachable);
        await Healthy();
        _daemon!.Dispose();
        (await Refusal())!.ShouldBe(new DrillRefusal($"no daemon runs on {_home}, so nobody would heal it: start one with 'openclaw-actors run'", ExitCodes.NotReachable));
    }

    [Theory]
    [InlineData("Wedged", null, "main is not healthy now (Wedged): only a healthy gateway is broken for a drill")]
    [InlineData("Updating", null, "main is being updated: wait until that is over")]
    [InlineData("Paused", null, "main is paused, so nobody would heal it: 'openclaw-actors resume main' first")]
    [InlineData("Ready", "main-20261123-114000", "incident main-20261123-114000 is open: wait until it is over ('openclaw-actors incident main-20261123-114000')")]
    public async Task What_is_not_well_is_left_alone(string phase, string? incident, string why)
    {
        await Healthy(phase, incident);
        (await Refusal())!.ShouldBe(new DrillRefusal(why));
    }

    [Fact]
    public async Task A_pause_that_the_daemon_has_not_heard_yet_counts()
    {
        await Healthy();
        await new OwnerWordFile(_home, Main).Change(static _ => OwnerWord.None with { PausedSince = Now.AddMinutes(-1) }, CancellationToken.None);
        (await Refusal())!.Why.ShouldStartWith("main is paused");
    }

    [Fact]
    public async Task A_process_that_is_not_proven_or_does_not_answer_is_left_alone()
    {
        await Healthy();
        _state = _state with { Port = new PortOwner(PortOwnerKind.OtherGateway, 5) };
        (await Refusal())!.Why.ShouldStartWith("which process is main cannot be proven now");
        _state = _state with { Port = new PortOwner(PortOwnerKind.Gateway, 4711), Upkeep = new Upkeep(UpkeepKind.Updating, Now, "npm runs") };
        (await Refusal())!.Why.ShouldBe("main is being updated (npm runs): wait until that is over");
        _state = _state with { Upkeep = Upkeep.None };
        _answer = _answer with { Startup = StartupState.Starting };
        (await Refusal())!.Why.ShouldStartWith("main is not up and answering now");
        _answer = _answer with { Startup = StartupState.Started, Suppressed = ["discord"] };
        (await Refusal())!.Why.ShouldStartWith("OpenClaw's own breaker holds channels of main back");
    }

    [Fact]
    public async Task A_young_boot_is_not_ended_by_force_as_OpenClaw_would_count_it()
    {
        await Healthy();
        _state = _state with { StartedAt = Now.AddMinutes(-2) };
        (await Refusal())!.Why.ShouldBe("main was started less than 5 min ago, and an end by force would count as a failed boot: try again at 12:03:00 UTC");
    }

    [Fact]
    public async Task What_is_left_of_the_budget_is_kept_for_a_real_outage()
    {
        await Healthy();
        _ledger = RestartLedger.Empty.Order(new OwnRestart(Now.AddMinutes(-3), RestartKind.Forced, false));
        (await Refusal(DrillKind.Kill)).ShouldBeNull("a start is another budget");
        (await Refusal(DrillKind.Hang))!.Why.ShouldStartWith("the budget of restarts is nearly spent");
        _ledger = _ledger.Order(new OwnRestart(Now.AddMinutes(-2), RestartKind.Graceful, false));
        (await Refusal(DrillKind.Hang))!.Why.ShouldStartWith("the budget of restarts is spent");
        _ledger = RestartLedger.Empty with { Boots = [new Boot(new ProcessIdentity(1, 1), Now.AddMinutes(-4), Now.AddMinutes(-3), new ProcessExit(1, null, Now.AddMinutes(-3)), true)] };
        (await Refusal(DrillKind.Kill))!.Why.ShouldStartWith("the budget of restarts is nearly spent");
        _ledger = Enumerable.Range(0, 11).Aggregate(RestartLedger.Empty, static (l, i) => l.Order(new OwnRestart(Now.AddMinutes(-50 + i), RestartKind.Start, false)));
        (await Refusal(DrillKind.Kill))!.Why.ShouldStartWith("the budget of restarts is nearly spent");
    }

    public Task<ProcessState> Look(CancellationToken cancel) => Task.FromResult(_state);

    public Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel) => throw new InvalidOperationException("a look touches nothing");

    public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel) => throw new InvalidOperationException("a look touches nothing");

    Task<HttpAnswer> IHealthProbe.Look(CancellationToken cancel) => Task.FromResult(_answer);

    private Task Healthy(string phase = "Ready", string? incident = null) => new StatusFile(_home).Write(new DaemonStatus(7, "1", Now, Now, [new GatewayLine("main", phase, phase == "Ready", Now, [], incident, null)]));

    private async Task<DrillRefusal?> Refusal(DrillKind kind = DrillKind.Kill)
    {
        var settings = HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, _home, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = _home }));
        using (var book = new Book(_home, TimeProvider.System, NullLogger<Book>.Instance))
            await new SqliteRestartLedgerStore(book, _home, TimeProvider.System, NullLogger<SqliteRestartLedgerStore>.Instance).Save(Main, _ledger, CancellationToken.None);
        return (await new DrillGround(settings, settings.Gateways[0], this, this, _empty, new BookReader(_home), new FakeTimeProvider(Now)).Look(kind, CancellationToken.None)).Refusal;
    }
}
