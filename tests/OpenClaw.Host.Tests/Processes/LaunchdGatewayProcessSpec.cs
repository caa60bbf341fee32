using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Launchd;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

/// <summary>Against a stand-in for launchctl that notes how it was called and plays what a real one says.</summary>
public sealed class LaunchdGatewayProcessSpec : GatewayProcessContract
{
    private const string Label = "ai.openclaw.gateway";
    private const string NotFound = "Bad request.\nCould not find service \"ai.openclaw.gateway\" in domain for user gui: 501";

    private static readonly string Domain = string.Create(CultureInfo.InvariantCulture, $"gui/{Posix.GetUid()}");

    private LaunchdGatewayProcess? _gateway;

    protected override IGatewayProcess Gateway => _gateway ??= Adapter();

    private string Plist => Workshop.PathOf("LaunchAgents/ai.openclaw.gateway.plist");

    protected override async Task<ProcessIdentity> BringUp(params string[] verb)
    {
        var process = await Workshop.Orphan(verb);
        Play(Print("running", process.Pid, "(never exited)"));
        return process;
    }

    protected override Task EndWith(int code)
    {
        Play(Print("not running", null, code == 78 ? "78: EX_CONFIG" : code.ToString(CultureInfo.InvariantCulture)));
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("not running", ServiceState.Failed)]
    [InlineData("spawn scheduled", ServiceState.RestartPending)]
    [InlineData("waiting", ServiceState.RestartPending)]
    [InlineData("xpcproxy", ServiceState.Restarting)]
    [InlineData("something new", ServiceState.Unknown)]
    public async Task Every_state_of_a_job_has_a_word(string said, ServiceState service)
    {
        Play(Print(said, null, "1"));

        (await Look()).Service.ShouldBe(service);
    }

    [Theory]
    [InlineData(true, ServiceState.StoppedOnPurpose)]
    [InlineData(false, ServiceState.NotLoaded)]
    public async Task A_job_that_is_installed_and_not_loaded_was_stopped_by_its_owner(bool isInstalled, ServiceState service)
    {
        Fail("print", 113, NotFound);
        if (isInstalled) Workshop.Write("LaunchAgents/ai.openclaw.gateway.plist", "<plist/>");

        var state = await Look();

        (state.Service, state.Process).ShouldBe((service, null));
        state.Evidence.ShouldContain("Could not find service");
    }

    [Theory]
    [InlineData(true, ServiceState.Disabled)]
    [InlineData(false, ServiceState.StoppedOnPurpose)]
    public async Task A_job_that_a_failed_update_has_unloaded_was_not_stopped_by_its_owner(bool hasFailed, ServiceState service)
    {
        Fail("print", 113, NotFound);
        Workshop.Write("LaunchAgents/ai.openclaw.gateway.plist", "<plist/>");
        using var gateway = Adapter(updateFailed: _ => ValueTask.FromResult(hasFailed));

        (await gateway.Look(CancellationToken.None)).Service.ShouldBe(service);

        (await gateway.Restart(RestartKind.Start, CancellationToken.None)).Accepted.ShouldBeTrue();
        Orders().ShouldBe([$"enable {Domain}/{Label}", $"bootstrap {Domain} {Plist}", $"kickstart {Domain}/{Label}"]);
    }

    [Fact]
    public async Task A_job_that_is_to_be_kept_alive_and_stays_without_a_process_has_been_parked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var gateway = Adapter(time: time);
        Play(Print("not running", null, "1"));

        (await gateway.Look(CancellationToken.None)).IsGivenUp.ShouldBeFalse("launchd may be about to start it");
        time.Advance(TimeSpan.FromSeconds(29));
        (await gateway.Look(CancellationToken.None)).IsGivenUp.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        var state = await gateway.Look(CancellationToken.None);
        (state.Service, state.IsGivenUp).ShouldBe((ServiceState.Failed, true));
        state.Evidence.ShouldContain("parked");

        Play(Print("spawn scheduled", null, "1"));
        (await gateway.Look(CancellationToken.None)).IsGivenUp.ShouldBeFalse();
        Play(Print("not running", null, "1"));
        (await gateway.Look(CancellationToken.None)).IsGivenUp.ShouldBeFalse("it was seen about to start in between");
    }

    [Fact]
    public async Task A_job_that_is_not_to_be_kept_alive_is_not_parked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var gateway = Adapter(time: time);
        Play(Print("not running", null, "1").Replace("keepalive | ", "", StringComparison.Ordinal));

        await gateway.Look(CancellationToken.None);
        time.Advance(TimeSpan.FromHours(1));

        (await gateway.Look(CancellationToken.None)).IsGivenUp.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_graceful_restart_asks_the_gateway_itself_first(int exitCode)
    {
        var process = await BringUp("sleep");
        using var gateway = Adapter(openClaw: OpenClaw(exitCode));

        var outcome = await gateway.Restart(RestartKind.Graceful, CancellationToken.None);

        outcome.ShouldBe(new RestartOutcome(true, "the gateway restarts itself when its work is done"));
        File.ReadAllText(Workshop.PathOf("openclaw-call")).ShouldBe("--profile x gateway restart --safe --json state=/elsewhere\n");
        Orders().ShouldBeEmpty();
        (await Workshop.IsAlive(process)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_graceful_restart_that_the_gateway_refuses_is_launchds()
    {
        await BringUp("sleep");
        using var gateway = Adapter(openClaw: OpenClaw(1));

        var outcome = await gateway.Restart(RestartKind.Graceful, CancellationToken.None);

        outcome.Accepted.ShouldBeTrue();
        outcome.Note.ShouldBe($"openclaw gateway restart --safe: gateway closed; launchd restarts {Label}");
        Orders().ShouldBe([$"kickstart -k {Domain}/{Label}"]);
    }

    [Fact]
    public async Task A_launchd_that_cannot_be_asked_is_unknown_and_gets_no_order()
    {
        Fail("print", 125, "Could not find domain for user gui: 501");

        (await Look()).Service.ShouldBe(ServiceState.Unknown);
        (await Gateway.Restart(RestartKind.Start, CancellationToken.None)).Accepted.ShouldBeFalse();
        Orders().ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_but_the_known_lines_is_taken_out_of_the_answer()
    {
        await BringUp("sleep");

        (await Look()).Evidence.ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_recorded_answer_is_read()
    {
        JobStatus.Parse(Print("running", 4242, "78: EX_CONFIG")).ShouldBe(new JobStatus("running", 4242, 78, null, 3) { KeepsAlive = true });
        JobStatus.Parse(Print("not running", null, "(never exited)")).ShouldBe(new JobStatus("not running", null, null, null, 3) { KeepsAlive = true });
        JobStatus.Parse(Print("not running", null, "0", "Killed: 9")).ShouldBe(new JobStatus("not running", null, null, 9, 3) { KeepsAlive = true });
        JobStatus.Parse("no job").ShouldBeNull();
    }

    [Fact]
    public async Task The_exit_keeps_the_time_at_which_it_was_first_seen()
    {
        await EndWith(1);
        var first = (await Look()).LastExit!;

        (await Look()).LastExit.ShouldBe(first);

        await EndWith(78);
        (await Look()).LastExit!.At.ShouldBeGreaterThan(first.At);
    }

    [Fact]
    public async Task A_start_kicks_the_job_without_killing_it()
    {
        await EndWith(1);

        (await Gateway.Restart(RestartKind.Start, CancellationToken.None)).Accepted.ShouldBeTrue();

        Orders().ShouldBe([$"kickstart {Domain}/{Label}"]);
    }

    [Fact]
    public async Task A_graceful_restart_is_launchds_own()
    {
        var process = await BringUp("sleep");

        (await Gateway.Restart(RestartKind.Graceful, CancellationToken.None)).Accepted.ShouldBeTrue();

        Orders().ShouldBe([$"kickstart -k {Domain}/{Label}"]);
        (await Workshop.IsAlive(process)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_job_that_is_not_loaded_is_enabled_loaded_and_started()
    {
        Fail("print", 113, NotFound);
        Workshop.Write("LaunchAgents/ai.openclaw.gateway.plist", "<plist/>");

        (await Gateway.Restart(RestartKind.Start, CancellationToken.None)).ShouldBe(new RestartOutcome(true, $"launchd has loaded {Label} and starts it"));

        Orders().ShouldBe([$"enable {Domain}/{Label}", $"bootstrap {Domain} {Plist}", $"kickstart {Domain}/{Label}"]);
    }

    [Fact]
    public async Task A_job_without_a_file_cannot_be_loaded()
    {
        Fail("print", 113, NotFound);

        (await Gateway.Restart(RestartKind.Start, CancellationToken.None)).Accepted.ShouldBeFalse();

        Orders().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_load_that_fails_is_told()
    {
        Fail("print", 113, NotFound);
        Fail("bootstrap", 5, "Bootstrap failed: 5: Input/output error");
        Fail("kickstart", 113, NotFound);
        Workshop.Write("LaunchAgents/ai.openclaw.gateway.plist", "<plist/>");

        var outcome = await Gateway.Restart(RestartKind.Start, CancellationToken.None);

        outcome.Accepted.ShouldBeFalse();
        outcome.Note.ShouldContain("Bootstrap failed: 5: Input/output error");
    }

    private void Play(string print) => Workshop.Write("print", print);

    private void Fail(string verb, int code, string error)
    {
        Workshop.Write($"{verb}-rc", code.ToString(CultureInfo.InvariantCulture));
        Workshop.Write($"{verb}-error", error + "\n");
    }

    private string[] Orders() =>
        File.Exists(Workshop.PathOf("calls")) ? [.. File.ReadAllLines(Workshop.PathOf("calls")).Where(static call => !call.StartsWith("print ", StringComparison.Ordinal))] : [];

    private IReadOnlyList<string> OpenClaw(int exitCode) =>
    [
        Workshop.WriteScript("openclaw", $"#!/bin/sh\necho \"$* state=$OPENCLAW_STATE_DIR\" > '{Workshop.PathOf("openclaw-call")}'\necho 'gateway closed' >&2\nexit {exitCode.ToString(CultureInfo.InvariantCulture)}\n"),
        "--profile",
        "x",
    ];

    private LaunchdGatewayProcess Adapter(
        TimeProvider? time = null, IReadOnlyList<string>? openClaw = null, Func<CancellationToken, ValueTask<bool>>? updateFailed = null) => new(
        new LaunchdOptions
        {
            OpenClaw = openClaw,
            OpenClawVariables = new Dictionary<string, string> { ["OPENCLAW_STATE_DIR"] = "/elsewhere" },
            PlistFile = Plist,
            Port = Port,
            OpenClawStateFolder = Workshop.PathOf("openclaw"),
            ConfigFile = Workshop.PathOf("openclaw.json"),
            ForcedWait = TimeSpan.FromMilliseconds(200),
            EvidenceFolder = Workshop.PathOf("evidence"),
            Launchctl = Workshop.WriteScript("launchctl", $$"""
                #!/bin/sh
                cd '{{Workshop.Folder}}' || exit 99
                echo "$*" >> calls
                [ -f "$1-error" ] && cat "$1-error" >&2
                [ -f "$1-rc" ] && exit "$(cat "$1-rc")"
                [ "$1" = print ] && cat print
                exit 0
                """),
        },
        Workshop.Local,
        time ?? TimeProvider.System,
        updateFailed);

    private static string Print(string state, int? pid, string lastExit, string? lastSignal = null) => $$"""
        gui/501/ai.openclaw.gateway = {
        	active count = {{(pid is null ? 0 : 1)}}
        	path = /Users/alice/Library/LaunchAgents/ai.openclaw.gateway.plist
        	type = LaunchAgent
        	state = {{state}}

        	program = /bin/sh
        	arguments = {
        		/bin/sh
        		/Users/alice/.openclaw/service-env/ai.openclaw.gateway-env-wrapper.sh
        		state = deeper
        	}

        	stdout path = /Users/alice/Library/Logs/openclaw/gateway.log
        	inherited environment = {
        		SSH_AUTH_SOCK => /private/tmp/com.apple.launchd.x/Listeners
        	}

        	environment = {
        		OPENCLAW_GATEWAY_TOKEN => hunter2
        		pid = 1
        	}

        	domain = gui/501 [100005]
        	asid = 100005
        	minimum runtime = 10
        	exit timeout = 20
        	runs = 3
        {{(pid is null ? "" : $"\tpid = {pid}\n")}}	immediate reason = inefficient
        	forks = 12
        	execs = 1
        	initialized = 1
        	last exit code = {{lastExit}}
        {{(lastSignal is null ? "" : $"\tlast terminating signal = {lastSignal}\n")}}
        	spawn type = interactive (4)
        	jetsam priority = 40
        	properties = keepalive | runatload | inferred program
        }

        """;
}
