using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.MacOS;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public sealed class PsProcessTableSpec : IAsyncLifetime
{
    private const string Recorded =
        """
            1     0     1     0 Ss   Sun Nov 22 08:01:02 2026     /sbin/launchd
         4242     1  4242   501 S    Mon Nov 23 03:07:09 2026     openclaw-gateway
         4300  4242  4242   501 Z    Mon Nov  2 03:07:09 2026     (node)
          310     1   310 4294967294 Ss   Sun Nov 22 08:01:05 2026     /usr/sbin/distnoted agent --token abc

        """;

    private readonly Workshop _workshop = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    [Fact]
    public void The_answer_of_ps_is_read()
    {
        var entries = PsProcessTable.Parse(Recorded);

        entries.Count.ShouldBe(4);
        var gateway = entries[1];
        gateway.Identity.ShouldBe(new ProcessIdentity(4242, 1_795_403_229_000_000));
        gateway.StartedAt.ShouldBe(new DateTimeOffset(2026, 11, 23, 3, 7, 9, TimeSpan.Zero));
        (gateway.ParentPid, gateway.Group, gateway.Uid, gateway.IsZombie).ShouldBe((1, 4242, 501u, false));
        entries[2].IsZombie.ShouldBeTrue();
        entries.ShouldAllBe(static entry => !entry.IsStopped);
        PsProcessTable.Parse(Recorded.Replace(" S    Mon", " T    Mon")).Single(static entry => entry.IsStopped).Identity.Pid.ShouldBe(4242);
        entries[3].Command.ShouldBe("/usr/sbin/distnoted agent --token ***");
    }

    [Fact]
    public async Task A_ps_that_finds_nothing_says_nobody_and_one_that_fails_says_nothing()
    {
        var nobody = new PsProcessTable(new HostCommand(_workshop.WriteScript("nobody", "#!/bin/sh\nexit 1\n"), TimeProvider.System));
        var broken = new PsProcessTable(new HostCommand(_workshop.WriteScript("broken", "#!/bin/sh\necho 'ps: sysctl: no' >&2\nexit 1\n"), TimeProvider.System));

        (await nobody.Find(4242, CancellationToken.None)).ShouldBeNull();
        await Should.ThrowAsync<IOException>(async () => await broken.Find(4242, CancellationToken.None));
        await Should.ThrowAsync<IOException>(async () => await broken.All(CancellationToken.None));
    }

    [Fact]
    public async Task The_ps_of_this_machine_agrees_with_its_kernel()
    {
        // procps understands the same columns, so the adapter's own command line can be tried here.
        var table = new PsProcessTable(new HostCommand("/bin/ps", TimeProvider.System));
        var process = await _workshop.Orphan("sleep");

        var entry = (await table.Find(process.Pid, CancellationToken.None))!;
        var kernel = (await _workshop.Local.Table.Find(process.Pid, CancellationToken.None))!;

        (entry.ParentPid, entry.Group, entry.Uid, entry.IsZombie).ShouldBe((kernel.ParentPid, kernel.Group, kernel.Uid, kernel.IsZombie));
        (entry.StartedAt - kernel.StartedAt).Duration().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(2));
        (await table.All(CancellationToken.None)).ShouldContain(other => other.Identity == entry.Identity);
    }
}
