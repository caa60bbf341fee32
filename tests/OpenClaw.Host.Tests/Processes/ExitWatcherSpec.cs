using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Linux;
using OpenClaw.Host.Processes.MacOS;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public abstract class ExitWatcherContract : IAsyncLifetime
{
    internal Workshop Workshop { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Workshop.DisposeAsync();

    public abstract IExitWatcher Watcher { get; }

    [Fact]
    public async Task The_exit_of_a_process_that_is_no_child_is_noticed()
    {
        var process = await Workshop.Orphan("sleep");
        var exit = Watcher.WaitForExit(process, CancellationToken.None);
        exit.IsCompleted.ShouldBeFalse();

        await Workshop.Local.Signals.Send(process, ProcessSignal.Kill, CancellationToken.None);

        await exit.Soon();
    }

    [Fact]
    public async Task The_exit_of_a_child_is_noticed()
    {
        var (process, _) = await Workshop.Child("exit", "3", "200");

        await Watcher.WaitForExit(process, CancellationToken.None).Soon();
    }

    [Fact]
    public async Task A_process_that_is_gone_has_ended() =>
        await Watcher.WaitForExit(new ProcessIdentity(int.MaxValue, 1), CancellationToken.None).Soon();

    [Fact]
    public async Task A_later_process_with_the_same_pid_is_not_waited_for()
    {
        var process = await Workshop.Orphan("sleep");

        await Watcher.WaitForExit(process with { StartTime = process.StartTime - 1 }, CancellationToken.None).Soon();

        (await Workshop.IsAlive(process)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_cancelled_wait_ends()
    {
        var process = await Workshop.Orphan("sleep");
        using var cancel = new CancellationTokenSource();
        var exit = Watcher.WaitForExit(process, cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(exit.Soon());
    }
}

public sealed class PidFdExitWatcherSpec : ExitWatcherContract
{
    private readonly PidFdExitWatcher _watcher;

    public PidFdExitWatcherSpec() => _watcher = new(Workshop.Local.Table, new NoFallback(), NullLogger.Instance);

    public override IExitWatcher Watcher => _watcher;

    [Fact]
    public async Task Many_exits_share_one_thread_that_goes_with_the_last()
    {
        _watcher.Waiters.ThreadRuns.ShouldBeFalse();
        var processes = new List<ProcessIdentity>();
        for (var i = 0; i < 20; i++)
            processes.Add(await Workshop.Orphan(null, "/bin/sleep", ["600"], isReadyAtOnce: true));
        var exits = processes.Select(process => _watcher.WaitForExit(process, CancellationToken.None)).ToList();
        await Eventually.Holds(() => _watcher.Waiters.Count == 20, "all are waited for");
        Directory.GetDirectories("/proc/self/task").Count(task => NameOf(task) == "process exits").ShouldBeGreaterThanOrEqualTo(1);

        foreach (var process in processes.SkipLast(1))
            await Workshop.Local.Signals.Send(process, ProcessSignal.Kill, CancellationToken.None);
        await Task.WhenAll(exits.SkipLast(1)).Soon();
        exits[^1].IsCompleted.ShouldBeFalse();
        _watcher.Waiters.ThreadRuns.ShouldBeTrue();

        await Workshop.Kill(processes[^1]);
        await exits[^1].Soon();
        await Eventually.Holds(() => !_watcher.Waiters.ThreadRuns, "the thread has gone");
    }

    // Threads of other specs come and go while these are listed.
    private static string? NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (Exception gone) when (gone is DirectoryNotFoundException or FileNotFoundException || (gone is IOException && !Directory.Exists(task)))
        {
            return null;
        }
    }

    [Fact]
    public async Task Two_hundred_exits_in_any_order_are_each_told_once_and_none_before_its_time()
    {
        const int Many = 200;
        var seed = Random.Shared.Next();
        var told = new int[Many];
        var alive = new bool[Many];
        var early = 0;
        var processes = await Workshop.Sleepers(Many);
        Array.Fill(alive, true);
        var exits = processes.Select(async (process, index) =>
        {
            await _watcher.WaitForExit(process, CancellationToken.None);
            if (Volatile.Read(ref alive[index]))
                Interlocked.Increment(ref early);
            Interlocked.Increment(ref told[index]);
        }).ToList();
        await Eventually.Holds(() => _watcher.Waiters.Count == Many, "all are waited for");

        var order = Enumerable.Range(0, Many).ToArray();
        new Random(seed).Shuffle(order);
        foreach (var index in order)
        {
            Volatile.Write(ref alive[index], false);
            (await Workshop.Local.Signals.Send(processes[index], ProcessSignal.Kill, CancellationToken.None)).ShouldBe(SignalResult.Sent, $"seed {seed}");
        }

        await Task.WhenAll(exits).Soon();
        told.ShouldAllBe(static times => times == 1, $"seed {seed}");
        early.ShouldBe(0, $"seed {seed}");
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_no_thread_behind_and_the_next_one_works()
    {
        var process = await Workshop.Orphan("sleep");
        for (var round = 0; round < 20; round++)
        {
            using var cancel = new CancellationTokenSource();
            var cancelled = _watcher.WaitForExit(process, cancel.Token);
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(cancelled.Soon());
        }

        await Eventually.Holds(() => !_watcher.Waiters.ThreadRuns, "the thread has gone");
        var exit = _watcher.WaitForExit(process, CancellationToken.None);
        await Workshop.Kill(process);
        await exit.Soon();
    }

    [Fact]
    public async Task Two_who_wait_for_the_same_process_are_both_told()
    {
        var process = await Workshop.Orphan("sleep");
        var both = Task.WhenAll(_watcher.WaitForExit(process, CancellationToken.None), _watcher.WaitForExit(process, CancellationToken.None));

        await Workshop.Kill(process);

        await both.Soon();
    }

    // With a fallback in place a watcher that never works would pass as well.
    private sealed class NoFallback : IExitWatcher
    {
        public Task WaitForExit(ProcessIdentity process, CancellationToken cancel) => throw new InvalidOperationException("pidfd did not work");
    }
}

public sealed class PollingExitWatcherSpec : ExitWatcherContract
{
    public override IExitWatcher Watcher => new PollingExitWatcher(Workshop.Local.Table, TimeProvider.System, TimeSpan.FromMilliseconds(20));
}

public sealed class KqueueSpec
{
    [Fact]
    public void The_kernel_event_has_the_size_that_macOS_says() => System.Runtime.CompilerServices.Unsafe.SizeOf<Kqueue.KernelEvent>().ShouldBe(32);
}
