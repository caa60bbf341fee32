using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Daemon;

public sealed class MemoryGivenBackSpecs
{
    [Fact]
    public async Task Memory_is_given_back_once_after_the_start_and_then_every_hour_until_the_daemon_ends()
    {
        var (time, given) = (new ClockInUse(), 0);
        using var service = new MemoryGivenBack(time, () => Interlocked.Increment(ref given));
        await service.StartAsync(CancellationToken.None);
        await time.IsWaitedFor.Soon();

        time.Advance(MemoryGivenBack.First - TimeSpan.FromMilliseconds(1));
        given.ShouldBe(0);
        await Eventually.Holds(() => Passes(time, TimeSpan.FromMilliseconds(1)) && given == 1, "the start's");
        for (var hour = 2; hour <= 4; hour++) await Eventually.Holds(() => Passes(time, MemoryGivenBack.Interval / 4) && given == hour, "an hour's");

        await service.StopAsync(CancellationToken.None);
        time.Advance(3 * MemoryGivenBack.Interval);
        given.ShouldBe(4);
    }

    [Fact]
    public void The_youngest_generation_is_bounded_however_the_daemon_is_started()
    {
        var config = Path.Combine(AppContext.BaseDirectory, "openclaw-actors.runtimeconfig.json");

        using var json = JsonDocument.Parse(File.ReadAllText(config));

        json.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty("System.GC.Gen0MaxBudget").GetInt32().ShouldBe(4 * 1024 * 1024);
    }

    private static bool Passes(FakeTimeProvider time, TimeSpan span)
    {
        time.Advance(span);
        return true;
    }

    /// <summary>A service's work begins on another thread: it must wait on the clock before that is moved.</summary>
    private sealed class ClockInUse : FakeTimeProvider
    {
        private readonly TaskCompletionSource _waited = new();

        public Task IsWaitedFor => _waited.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waited.TrySetResult();
            return timer;
        }
    }
}
