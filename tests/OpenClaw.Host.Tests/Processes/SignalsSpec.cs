using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Linux;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public sealed class SignalsSpec : IAsyncLifetime
{
    private readonly Workshop _workshop = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    public static TheoryData<bool> BothWays => [true, false];

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task A_signal_reaches_exactly_the_process_it_is_for(bool pidFd)
    {
        var target = await _workshop.Orphan("sleep");
        var bystander = await _workshop.Orphan("sleep");

        (await Signals(pidFd).Send(target, ProcessSignal.Kill, CancellationToken.None)).ShouldBe(SignalResult.Sent);

        await _workshop.Local.Exits.WaitForExit(target, CancellationToken.None).Soon();
        (await _workshop.IsAlive(bystander)).ShouldBeTrue();
        (await Signals(pidFd).Send(target, ProcessSignal.Kill, CancellationToken.None)).ShouldBe(SignalResult.Gone);
    }

    [Theory]
    [MemberData(nameof(BothWays))]
    public async Task No_signal_ever_reaches_a_process_with_another_start_time(bool pidFd)
    {
        var process = await _workshop.Orphan("sleep");
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var offset = random.Next(1, 10_000) * (random.Next(2) == 0 ? -1L : 1L);
            var other = process with { StartTime = process.StartTime + offset };
            (await Signals(pidFd).Send(other, (ProcessSignal)random.Next(3), CancellationToken.None)).ShouldBe(SignalResult.Gone, $"seed {seed}, round {i}");
        }

        (await _workshop.IsAlive(process)).ShouldBeTrue($"seed {seed}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Groups_and_init_cannot_be_signalled(int pid)
    {
        foreach (var signals in new[] { Signals(pidFd: true), Signals(pidFd: false) })
            (await signals.Send(new ProcessIdentity(pid, 0), ProcessSignal.Terminate, CancellationToken.None)).ShouldBe(SignalResult.Failed);
    }

    [Fact]
    public async Task This_program_cannot_be_signalled_by_itself()
    {
        var self = (await _workshop.Local.Table.Find(Environment.ProcessId, CancellationToken.None))!.Identity;

        (await Signals(pidFd: true).Send(self, ProcessSignal.Kill, CancellationToken.None)).ShouldBe(SignalResult.Failed);
    }

    [Fact]
    public async Task Whatever_becomes_of_the_pids_a_stop_signals_only_the_process_it_was_given()
    {
        // Pids end and are reused at every look: a thousand such worlds, each with its own history.
        var seed = Random.Shared.Next();
        for (var world = 0; world < 1000; world++)
        {
            var table = new RestlessTable(new Random(seed + world), pid: 4242);
            var sent = new List<(int Pid, int Signal, long StartTime)>();
            var signals = new KillSignals(table, (pid, signal) =>
            {
                sent.Add((pid, signal, table.LastTold));
                return 0;
            });
            var exits = new PollingExitWatcher(table, TimeProvider.System, TimeSpan.FromTicks(1));
            await new ProcessStopper(signals, exits, TimeProvider.System).Stop(new ProcessIdentity(4242, RestlessTable.First), TimeSpan.FromMilliseconds(1), CancellationToken.None).Soon();

            sent.ShouldAllBe(call => call.Pid == 4242 && call.StartTime == RestlessTable.First, string.Create(CultureInfo.InvariantCulture, $"seed {seed}, world {world}"));
            sent.ShouldAllBe(call => call.Signal == 15 || call.Signal == 18 || call.Signal == 9);
        }
    }

    private IProcessSignals Signals(bool pidFd)
    {
        var kill = new KillSignals(_workshop.Local.Table);
        return pidFd ? new PidFdSignals(_workshop.Local.Table, kill) : kill;
    }

    /// <summary>A table in which the process may end at every look, and another may get its pid.</summary>
    private sealed class RestlessTable(Random random, int pid) : IProcessTable
    {
        public const long First = 100;

        private long _now = First;

        /// <summary>The start time told last; 0 for nobody.</summary>
        public long LastTold { get; private set; }

        public ValueTask<ProcessEntry?> Find(int asked, CancellationToken cancel)
        {
            if (random.Next(4) == 0)
                _now = _now == First ? 0 : _now + 1 + First;
            LastTold = _now;
            return ValueTask.FromResult(_now == 0 ? null : new ProcessEntry(new(pid, _now), 1, pid, 0, false, DateTimeOffset.UnixEpoch, ["x"]));
        }

        public ValueTask<IReadOnlyList<ProcessEntry>> All(CancellationToken cancel) => ValueTask.FromResult<IReadOnlyList<ProcessEntry>>([]);
    }
}
