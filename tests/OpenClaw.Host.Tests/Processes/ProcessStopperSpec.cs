using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;
using StopOutcome = OpenClaw.Host.Processes.StopOutcome;

namespace OpenClaw.Host.Tests.Processes;

public sealed class ProcessStopperSpec : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private readonly Workshop _workshop = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    [Fact]
    public async Task A_process_that_ends_at_SIGTERM_is_not_killed()
    {
        var process = await _workshop.Orphan("stop-slowly", "300");

        (await Stop(process, Long)).ShouldBe(StopOutcome.Ended);

        (await _workshop.IsAlive(process)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_that_ignores_SIGTERM_is_killed_after_the_wait()
    {
        var process = await _workshop.Orphan("ignore-term");

        (await Stop(process, Short)).ShouldBe(StopOutcome.Killed);

        (await _workshop.IsAlive(process)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_that_was_merely_paused_ends_in_order()
    {
        var process = await _workshop.Orphan("stop-slowly", "1");
        await _workshop.Pause(process);

        (await Stop(process, Long)).ShouldBe(StopOutcome.Ended);
    }

    [Fact]
    public async Task A_process_that_is_gone_was_gone()
    {
        var process = await _workshop.Orphan("sleep");
        await _workshop.Kill(process);

        (await Stop(process, Long)).ShouldBe(StopOutcome.AlreadyGone);
    }

    [Fact]
    public async Task Its_children_and_namesakes_are_not_touched()
    {
        var process = await _workshop.Orphan("spawn-child", "sleep");
        var namesake = await _workshop.Orphan("spawn-child", "sleep");
        var child = await ChildOf(process);
        await ChildOf(namesake);

        await Stop(process, Long);

        (await _workshop.IsAlive(child)).ShouldBeTrue();
        (await _workshop.IsAlive(namesake)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_stop_that_is_called_off_does_not_kill()
    {
        var process = await _workshop.Orphan("ignore-term");
        using var cancel = new CancellationTokenSource(Short);

        await Should.ThrowAsync<OperationCanceledException>(_workshop.Local.Stopper.Stop(process, Long, cancel.Token).Soon());

        (await _workshop.IsAlive(process)).ShouldBeTrue();
    }

    private async Task<StopOutcome> Stop(ProcessIdentity process, TimeSpan wait) =>
        (await _workshop.Local.Stopper.Stop(process, wait, CancellationToken.None).Soon()).Outcome;

    private async Task<ProcessIdentity> ChildOf(ProcessIdentity process)
    {
        var children = new List<Host.Processes.ProcessEntry>();
        await Eventually.Holds(
            async () =>
            {
                children = [.. await Host.Processes.ProcessTableQuestions.Descendants(_workshop.Local.Table, process.Pid, CancellationToken.None)];
                return children.Count == 1;
            },
            "the child is there");
        _workshop.Adopt(children[0].Identity);
        return children[0].Identity;
    }
}
