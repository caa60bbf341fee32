using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>The rest of what Akka's own tests ask of a scheduler (Akka.Tests/Actor/Scheduler), and where ours differs on purpose.</summary>
public sealed class SchedulerContractSpecs : ActorSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IActionScheduler Scheduler => Sys.Scheduler.Advanced;

    [Fact]
    public void What_is_repeated_does_not_drift_over_many_rounds()
    {
        var times = new List<DateTimeOffset>();
        var start = Now;
        Scheduler.ScheduleRepeatedly(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7), () => times.Add(Now));

        for (var i = 0; i < 7_000; i++) Clock.Advance(Second);

        times.Count.ShouldBe(1_000);
        for (var round = 0; round < times.Count; round++) times[round].ShouldBe(start.AddSeconds(3 + 7 * round));
    }

    [Fact]
    public async Task What_has_failed_once_is_not_repeated()
    {
        var fired = 0;
        Scheduler.ScheduleRepeatedly(TimeSpan.Zero, Second, () =>
        {
            fired++;
            throw new InvalidOperationException("boom");
        });

        await Step(10);

        fired.ShouldBe(1);
        Warnings.Count(w => w.Contains("A scheduled action failed and is not repeated")).ShouldBe(1);
        Clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public void What_takes_longer_than_its_interval_is_never_run_twice_at_a_time_and_goes_on()
    {
        var (begun, atWork, most) = (0, 0, 0);
        Scheduler.ScheduleRepeatedly(Second, Second, () =>
        {
            most = Math.Max(most, ++atWork);
            // The first round takes five intervals.
            if (++begun == 1) Clock.Advance(5 * Second);
            atWork--;
        });

        Clock.Advance(Second);
        begun.ShouldBe(1, "the rounds that fell due meanwhile are left out");
        Clock.Advance(3 * Second);

        begun.ShouldBe(4);
        most.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancellation_from_another_thread_does_not_wait_for_an_action_at_work_and_ends_what_is_repeated()
    {
        var fired = 0;
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var cancelable = Scheduler.ScheduleRepeatedlyCancelable(Second, Second, () =>
        {
            fired++;
            begun.Set();
            goOn.Wait(Patience).ShouldBeTrue();
        });
        var turning = Task.Run(() => Clock.Advance(Second));
        begun.Wait(Patience).ShouldBeTrue();

        await Task.Run(cancelable.Cancel).WaitAsync(Patience);
        goOn.Set();
        await turning.WaitAsync(Patience);
        Clock.Advance(10 * Second);

        fired.ShouldBe(1);
        Clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public void A_cancellation_that_is_set_for_later_ends_what_is_repeated_then()
    {
        var fired = 0;
        Scheduler.ScheduleRepeatedly(Second, Second, () => fired++, new Cancelable(Scheduler, TimeSpan.FromSeconds(3.5)));

        Clock.Advance(10 * Second);

        fired.ShouldBe(3);
        Clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public void Many_at_once_happen_once_each_in_the_order_in_which_they_are_due()
    {
        var order = new List<int>();
        int[] delays = [200, 50, 300, 100, 1, 299, 150, 2];
        foreach (var delay in delays) Scheduler.ScheduleOnce(TimeSpan.FromMilliseconds(delay), () => order.Add(delay));

        Clock.Advance(Second);

        order.ShouldBe(delays.Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-4_000_000)]
    public void An_interval_of_nothing_or_less_is_refused(int milliseconds)
    {
        var interval = TimeSpan.FromMilliseconds(milliseconds);
        Should.Throw<ArgumentOutOfRangeException>(() => Scheduler.ScheduleRepeatedly(Second, interval, static () => { }));
        Should.Throw<ArgumentOutOfRangeException>(() => Sys.Scheduler.ScheduleTellRepeatedly(Second, interval, ActorRefs.Nobody, "x", ActorRefs.NoSender));
        Should.Throw<ArgumentOutOfRangeException>(() => Sys.Scheduler.ScheduleTellRepeatedly(-Second, Second, ActorRefs.Nobody, "x", ActorRefs.NoSender));
        Should.Throw<ArgumentOutOfRangeException>(() => Sys.Scheduler.ScheduleTellOnce(-Second, ActorRefs.Nobody, "x", ActorRefs.NoSender));
        Clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public void What_is_repeated_without_delay_happens_at_once()
    {
        var fired = 0;
        Scheduler.ScheduleRepeatedly(TimeSpan.Zero, Second, () => fired++);
        Clock.Advance(TimeSpan.Zero);
        fired.ShouldBe(1);
    }

    [Fact]
    public void A_cancelable_that_was_disposed_before_it_was_used_hinders_nothing()
    {
        var fired = 0;
        var cancelable = new Cancelable(Scheduler);
        cancelable.Dispose();

        Scheduler.ScheduleOnce(Second, () => fired++, cancelable);
        Clock.Advance(Second);

        fired.ShouldBe(1);
        Clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public void An_action_may_schedule_the_next_one()
    {
        var times = new List<DateTimeOffset>();
        var start = Now;
        void Next()
        {
            times.Add(Now);
            if (times.Count < 100) Scheduler.ScheduleOnce(Second, Next);
        }

        Scheduler.ScheduleOnce(Second, Next);
        for (var i = 0; i < 200; i++) Clock.Advance(Second);

        times.ShouldBe(Enumerable.Range(1, 100).Select(i => start.AddSeconds(i)));
    }

    [Fact]
    public void Waits_longer_than_a_timer_of_NET_can_be_are_waited_to_their_end()
    {
        var (once, repeated) = (new List<double>(), new List<double>());
        var start = Now;
        Scheduler.ScheduleOnce(TimeSpan.FromDays(100), () => once.Add((Now - start).TotalDays));
        Scheduler.ScheduleRepeatedly(TimeSpan.FromDays(1), TimeSpan.FromDays(60), () => repeated.Add((Now - start).TotalDays));

        for (var day = 0; day < 200; day++) Clock.Advance(TimeSpan.FromDays(1));

        once.ShouldBe([100]);
        repeated.ShouldBe([1, 61, 121, 181]);
    }

    [Fact]
    public void Nothing_that_is_over_is_kept_alive_by_a_cancelable_that_lives_on()
    {
        using var scheduler = new TimeProviderScheduler(TimeProviderScheduler.UseClock(Clock), Logging.GetLogger(Sys, this));
        var cancelable = new Cancelable((IActionScheduler)scheduler);
        var once = Schedule(scheduler, cancelable, isRepeated: false);
        var repeated = Schedule(scheduler, cancelable, isRepeated: true);
        Clock.Advance(Second);

        IsAlive(once).ShouldBeFalse("it has happened");
        IsAlive(repeated).ShouldBeTrue("it goes on");
        scheduler.Dispose();
        IsAlive(repeated).ShouldBeFalse("its scheduler has ended");
        GC.KeepAlive(cancelable);
    }

    [Fact]
    public void A_thousand_timers_at_any_time_happen_once_each_and_not_early_and_the_cancelled_ones_never()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var (start, before) = (Now, Now);
        var due = new TimeSpan[1_000];
        var fired = new int[due.Length];
        var cancelled = new bool[due.Length];
        var cancelables = new ICancelable[due.Length];
        for (var i = 0; i < due.Length; i++)
        {
            var timer = i;
            due[i] = TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromHours(1).Ticks));
            cancelables[i] = Scheduler.ScheduleOnceCancelable(due[i], () =>
            {
                fired[timer]++;
                // Within the step that reaches it, and in no other.
                if (start + due[timer] <= before || start + due[timer] > Now) fired[timer] = int.MinValue;
            });
        }

        while (Now - start <= TimeSpan.FromHours(1))
        {
            before = Now;
            Clock.Advance(TimeSpan.FromSeconds(random.NextDouble() * 10));
            var one = random.Next(due.Length);
            cancelled[one] |= fired[one] == 0;
            cancelables[one].Cancel();
        }

        for (var i = 0; i < due.Length; i++) fired[i].ShouldBe(cancelled[i] ? 0 : 1, $"timer {i}, due after {due[i]}, seed {seed}");
        Clock.NextDue.ShouldBeNull();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Schedule(IActionScheduler scheduler, ICancelable cancelable, bool isRepeated)
    {
        var thing = new object();
        if (isRepeated) scheduler.ScheduleRepeatedly(Second, Second, () => GC.KeepAlive(thing), cancelable);
        else scheduler.ScheduleOnce(Second, () => GC.KeepAlive(thing), cancelable);
        return new WeakReference(thing);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAlive(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return reference.IsAlive;
    }
}
