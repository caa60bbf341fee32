using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

/// <summary>What every adapter of <see cref="IGatewayProcess"/> keeps to, whoever manages the gateway.</summary>
public abstract class GatewayProcessContract : IAsyncLifetime
{
    internal Workshop Workshop { get; } = new();

    internal int Port { get; } = Workshop.FreePort();

    protected abstract IGatewayProcess Gateway { get; }

    /// <summary>Lets the manager run the dummy as the gateway, with the verb.</summary>
    protected abstract Task<ProcessIdentity> BringUp(params string[] verb);

    /// <summary>Lets the gateway have ended with the code, for good.</summary>
    protected abstract Task EndWith(int code);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (await Gateway.Look(CancellationToken.None) is { Process: { } process })
            await Workshop.AdoptIfOurs(process);
        await Workshop.EndAll();
        await Gateway.Look(CancellationToken.None);
        await Workshop.DisposeAsync();
        (Gateway as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_running_gateway_is_seen_with_its_process_its_start_and_its_port()
    {
        var process = await BringUp("listen", PortText);

        var state = await Look();

        state.Service.ShouldBe(ServiceState.Running);
        state.Process.ShouldBe(process);
        (DateTimeOffset.UtcNow - state.StartedAt!.Value).ShouldBeLessThan(TimeSpan.FromMinutes(1));
        state.Port.Kind.ShouldBe(PortOwnerKind.Gateway);
        state.Port.Pid.ShouldBe(process.Pid);
        state.Evidence.ShouldStartWith(Gateway.Manager);
    }

    [Fact]
    public async Task A_gateway_that_ended_is_failed_with_its_code_and_without_a_process()
    {
        await EndWith(78);

        var state = await Look();

        state.Service.ShouldBe(ServiceState.Failed);
        state.Process.ShouldBeNull();
        state.StartedAt.ShouldBeNull();
        state.LastExit!.Code.ShouldBe(ProcessExit.ConfigRefused);
        state.LastExit.Signal.ShouldBeNull();
        state.Port.Kind.ShouldBe(PortOwnerKind.Nobody);
    }

    [Fact]
    public async Task A_config_that_is_written_after_the_exit_has_changed()
    {
        Workshop.Write("openclaw.json", "broken");
        await EndWith(78);
        (await Look()).ConfigChangedSinceExit.ShouldBeFalse();

        File.SetLastWriteTimeUtc(Workshop.PathOf("openclaw.json"), DateTime.UnixEpoch);
        (await Look()).ConfigChangedSinceExit.ShouldBeFalse("it was touched, not changed");
        Workshop.Write("openclaw.json", "mended");
        (await Look()).ConfigChangedSinceExit.ShouldBeTrue();
        (await Look()).ConfigChangedSinceExit.ShouldBeTrue("it stays so until the next exit");
    }

    [Fact]
    public async Task A_config_that_comes_or_goes_after_the_exit_has_changed()
    {
        await EndWith(78);
        (await Look()).ConfigChangedSinceExit.ShouldBeFalse();

        Workshop.Write("openclaw.json", "{}");

        (await Look()).ConfigChangedSinceExit.ShouldBeTrue();
    }

    [Fact]
    public async Task A_start_leaves_a_living_gateway_alone()
    {
        var process = await BringUp("sleep");

        var outcome = await Gateway.Restart(RestartKind.Start, CancellationToken.None).Soon();

        outcome.Accepted.ShouldBeTrue();
        outcome.Note.ShouldContain("left alone");
        (await Look()).Process.ShouldBe(process);
        (await Workshop.IsAlive(process)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_start_of_a_dead_gateway_is_accepted()
    {
        await EndWith(1);

        (await Gateway.Restart(RestartKind.Start, CancellationToken.None).Soon()).Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_forced_restart_ends_a_gateway_that_hangs()
    {
        var process = await BringUp("hang", PortText);

        var outcome = await Gateway.Restart(RestartKind.Forced, CancellationToken.None).Soon();

        outcome.Accepted.ShouldBeTrue(outcome.Note);
        outcome.Note.ShouldContain(process.ToString());
        (await Workshop.IsAlive(process)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_gateway_that_hangs_was_at_is_kept_before_it_is_ended_and_only_then()
    {
        var process = await BringUp("hang", PortText);

        var outcome = await Gateway.Restart(RestartKind.Forced, CancellationToken.None).Soon();

        var report = Directory.GetFiles(Workshop.PathOf("evidence")).ShouldHaveSingleItem();
        report.ShouldEndWith($"-pid{process.Pid}.txt");
        outcome.Note.ShouldContain(report);
        File.ReadAllText(report).ShouldContain(process.ToString());
    }

    [Fact]
    public async Task A_report_that_cannot_be_kept_keeps_no_gateway_from_being_ended()
    {
        Workshop.Write("evidence", "a file where the folder should be");
        var process = await BringUp("hang", PortText);

        var outcome = await Gateway.Restart(RestartKind.Forced, CancellationToken.None).Soon();

        outcome.Accepted.ShouldBeTrue(outcome.Note);
        outcome.Note.ShouldContain("no report on it: ");
        (await Workshop.IsAlive(process)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_gateway_that_a_signal_has_stopped_is_said_to_be_so()
    {
        var process = await BringUp("sleep");
        (await Look()).Evidence.ShouldNotContain("a signal has stopped it");
        await Workshop.Pause(process);
        (await Look()).Evidence.ShouldContain("; a signal has stopped it (SIGSTOP, or Ctrl-Z in a terminal)");
    }

    [Fact]
    public async Task Work_of_the_gateway_shows_as_progress()
    {
        await BringUp("listen", PortText);
        var before = (await Look()).Progress.ShouldNotBeNull();

        using var client = new HttpClient();
        await client.GetStringAsync($"http://127.0.0.1:{PortText}/healthz");

        (await Look()).Progress!.Value.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task A_gateway_that_was_started_by_hand_on_the_port_is_named_and_never_signalled()
    {
        await EndWith(1);
        var other = await Workshop.Orphan("openclaw-gateway", Workshop.Dummy, ["listen", PortText]);
        Workshop.WriteLock(other.Pid, other.StartTime - 1, Port);

        var state = await Look();
        foreach (var kind in Enum.GetValues<RestartKind>())
            await Gateway.Restart(kind, CancellationToken.None).Soon();

        (state.Process, state.Port.Kind, state.Port.Pid).ShouldBe((null, PortOwnerKind.OtherGateway, other.Pid));
        (await Workshop.IsAlive(other)).ShouldBeTrue();
        var start = await Gateway.Restart(RestartKind.Start, CancellationToken.None).Soon();
        start.Accepted.ShouldBeFalse("a start would make OpenClaw itself end the other one");
        start.Note.ShouldContain($"pid {other.Pid}");
    }

    [Fact]
    public async Task A_gateway_on_another_port_that_holds_the_lock_of_the_state_folder_is_named_and_never_signalled()
    {
        await EndWith(1);
        var otherPort = Workshop.FreePort();
        var other = await Workshop.Orphan("openclaw-gateway", Workshop.Dummy, ["listen", otherPort.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Workshop.WriteLock(other.Pid, other.StartTime, otherPort);

        var state = await Look();
        foreach (var kind in Enum.GetValues<RestartKind>())
            await Gateway.Restart(kind, CancellationToken.None).Soon();

        (state.Process, state.Port.Kind, state.Port.Pid).ShouldBe((null, PortOwnerKind.OtherGateway, other.Pid));
        state.Evidence.ShouldContain("the state folder is locked");
        (await Workshop.IsAlive(other)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_healthy_gateway_beside_which_a_second_one_was_started_by_hand_is_healthy()
    {
        var process = await BringUp("listen", PortText);
        Workshop.WriteLock(process.Pid, process.StartTime, Port);
        var second = await Workshop.Orphan("openclaw-gateway", Workshop.Dummy, ["sleep"]);

        var state = await Look();

        (state.Service, state.Process, state.Port.Kind, state.Port.Pid).ShouldBe((ServiceState.Running, process, PortOwnerKind.Gateway, process.Pid));
        (await Gateway.Restart(RestartKind.Start, CancellationToken.None)).Note.ShouldContain("left alone");
        (await Workshop.IsAlive(second)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_end_of_the_gateway_is_heard_of()
    {
        var process = await BringUp("sleep");
        var exit = Gateway.WaitForExit(process, CancellationToken.None);
        exit.IsCompleted.ShouldBeFalse();

        await Workshop.Kill(process);

        (await exit.Soon()).Code.ShouldBeNull();
    }

    [Fact]
    public async Task The_end_of_a_process_that_is_gone_is_told_at_once() =>
        await Gateway.WaitForExit(new ProcessIdentity(int.MaxValue, 1), CancellationToken.None).Soon();

    [Fact]
    public async Task A_stranger_on_the_port_is_named_and_never_signalled()
    {
        await EndWith(1);
        var stranger = await Workshop.Orphan("listen-silent", PortText);

        var state = await Look();
        foreach (var kind in Enum.GetValues<RestartKind>())
            await Gateway.Restart(kind, CancellationToken.None).Soon();

        state.Process.ShouldBeNull();
        state.Port.Kind.ShouldBe(PortOwnerKind.Stranger);
        state.Port.Pid.ShouldBe(stranger.Pid);
        state.Port.Command.ShouldNotBeNull().ShouldContain("listen-silent");
        (await Workshop.IsAlive(stranger)).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_gateway_beside_a_living_one_is_told_apart_from_a_stranger()
    {
        await BringUp("sleep");
        var other = await Workshop.Orphan("openclaw-gateway", Workshop.Dummy, ["listen", PortText]);

        var state = await Look();

        state.Port.Kind.ShouldBe(PortOwnerKind.OtherGateway);
        state.Port.Pid.ShouldBe(other.Pid);
    }

    protected string PortText => Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    protected Task<ProcessState> Look() => Gateway.Look(CancellationToken.None).Soon();
}
