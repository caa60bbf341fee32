using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Linux;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public sealed class ProcessTableSpec : IAsyncLifetime
{
    private readonly Workshop _workshop = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    [Fact]
    public async Task This_program_finds_itself()
    {
        var entry = (await _workshop.Local.Table.Find(Environment.ProcessId, CancellationToken.None))!;

        entry.Identity.Pid.ShouldBe(Environment.ProcessId);
        entry.Uid.ShouldBe(Posix.GetUid());
        entry.IsZombie.ShouldBeFalse();
        entry.Arguments.ShouldNotBeEmpty();
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        (entry.StartedAt - self.StartTime).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_pid_that_nobody_has_finds_nothing()
    {
        (await _workshop.Local.Table.Find(int.MaxValue, CancellationToken.None)).ShouldBeNull();
        (await _workshop.Local.Table.Find(0, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task The_same_pid_with_another_start_time_is_not_alive()
    {
        var process = await _workshop.Orphan("sleep");

        (await _workshop.IsAlive(process)).ShouldBeTrue();
        (await _workshop.IsAlive(process with { StartTime = process.StartTime + 1 })).ShouldBeFalse();
    }

    [Fact]
    public async Task A_zombie_is_found_and_is_not_alive()
    {
        // The child ends at once, and its parent has become a sleep that never asks for it.
        var parent = await _workshop.Orphan(null, "/bin/sh", ["-c", "/bin/true & exec /bin/sleep 600"], isReadyAtOnce: true);
        await Eventually.Holds(
            async () => await _workshop.Local.Table.Descendants(parent.Pid, CancellationToken.None) is [{ IsZombie: true }], "the child is a zombie");

        var zombie = (await _workshop.Local.Table.Descendants(parent.Pid, CancellationToken.None))[0];
        (await _workshop.IsAlive(zombie.Identity)).ShouldBeFalse();
        await _workshop.Local.Exits.WaitForExit(zombie.Identity, CancellationToken.None).Soon();
    }

    [Fact]
    public async Task Descendants_are_found_over_generations()
    {
        var top = await _workshop.Orphan("spawn-child", "spawn-child", "sleep");
        await Eventually.Holds(async () => (await _workshop.Local.Table.Descendants(top.Pid, CancellationToken.None)).Count == 2, "both generations are there");

        foreach (var descendant in await _workshop.Local.Table.Descendants(top.Pid, CancellationToken.None))
        {
            _workshop.Adopt(descendant.Identity);
            (await _workshop.Local.Table.StemsFrom(descendant.Identity.Pid, top.Pid, CancellationToken.None)).ShouldBeTrue();
            (await _workshop.Local.Table.StemsFrom(top.Pid, descendant.Identity.Pid, CancellationToken.None)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_program_that_changed_its_title_has_one_argument()
    {
        // As a gateway does: the title, and NULs up to the end of what was its command line.
        var process = await _workshop.Orphan("openclaw-gateway", "/bin/sleep", ["600"], isReadyAtOnce: true);

        (await _workshop.Local.Table.Find(process.Pid, CancellationToken.None))!.Arguments.ShouldBe(["openclaw-gateway", "600"]);
    }

    [Theory]
    [InlineData("5999 (openclaw-gatewa) S 1 5999 5999 0 -1 4194560 228622 58681 33 1 1104 435 97 57 20 0 15 0 118748 5757112320 162116", 'S', 1, 5999, 118748)]
    [InlineData("7 (a) b) (c) Z 3 4 5 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 42 0 0", 'Z', 3, 4, 42)]
    public void A_stat_line_is_read_behind_its_last_bracket(string line, char state, int parent, int group, long start) =>
        ProcStat.Parse(line).ShouldBe(new ProcStat(state, parent, group, start));

    [Theory]
    [InlineData("")]
    [InlineData("5999 (cut")]
    [InlineData("5999 (cut) S 1 2")]
    public void Half_a_stat_line_is_none(string line) => ProcStat.Parse(line).ShouldBeNull();
}
