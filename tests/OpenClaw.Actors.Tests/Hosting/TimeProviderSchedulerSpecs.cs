using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>What Akka may expect of its scheduler, kept by ours.</summary>
public sealed class TimeProviderSchedulerSpecs : ActorSpecs
{
    private IScheduler Scheduler => Sys.Scheduler;

    [Fact]
    public void It_is_the_one_in_use() => Scheduler.ShouldBeOfType<TimeProviderScheduler>();

    [Fact]
    public async Task Its_clock_is_the_given_one()
    {
        Scheduler.Now.ShouldBe(Now);
        var (monotonic, precise) = (Scheduler.MonotonicClock, Scheduler.HighResMonotonicClock);
        await Step(90);
        Scheduler.Now.ShouldBe(Now);
        (Scheduler.MonotonicClock - monotonic).ShouldBe(TimeSpan.FromSeconds(90));
        (Scheduler.HighResMonotonicClock - precise).ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void Something_once_happens_once_and_not_earlier()
    {
        var fired = 0;
        Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(10), () => fired++);
        Clock.Advance(TimeSpan.FromSeconds(9.999));
        fired.ShouldBe(0);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        fired.ShouldBe(1);
        Clock.Advance(TimeSpan.FromHours(1));
        fired.ShouldBe(1);
    }

    [Fact]
    public void Something_without_delay_happens_without_delay()
    {
        var fired = 0;
        Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => fired++);
        Clock.Advance(TimeSpan.Zero);
        fired.ShouldBe(1);
    }

    [Fact]
    public void A_negative_delay_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(-1), static () => { }));

    [Fact]
    public void Something_repeated_happens_at_each_interval()
    {
        var fired = 0;
        Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), () => fired++);
        Clock.Advance(TimeSpan.FromSeconds(5));
        fired.ShouldBe(1);
        Clock.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBe(11);
    }

    [Fact]
    public void What_was_cancelled_before_it_was_scheduled_never_happens()
    {
        var fired = 0;
        var cancelable = new Cancelable(Scheduler);
        cancelable.Cancel();
        Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => fired++, cancelable);
        Clock.Advance(TimeSpan.FromSeconds(1));
        fired.ShouldBe(0);
    }

    [Fact]
    public void What_is_cancelled_before_it_is_due_never_happens_and_leaves_no_timer()
    {
        var fired = 0;
        var cancelable = Scheduler.Advanced.ScheduleOnceCancelable(TimeSpan.FromSeconds(1), () => fired++);
        Clock.NextDue.ShouldNotBeNull();
        cancelable.Cancel();
        Clock.NextDue.ShouldBeNull();
        Clock.Advance(TimeSpan.FromSeconds(2));
        fired.ShouldBe(0);
    }

    [Fact]
    public void What_is_cancelled_between_two_rounds_stops()
    {
        var fired = 0;
        var cancelable = Scheduler.Advanced.ScheduleRepeatedlyCancelable(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), () => fired++);
        Clock.Advance(TimeSpan.FromSeconds(3));
        cancelable.Cancel();
        Clock.Advance(TimeSpan.FromSeconds(3));
        fired.ShouldBe(3);
        Clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public void To_cancel_what_has_happened_is_nothing()
    {
        var fired = 0;
        var cancelable = Scheduler.Advanced.ScheduleOnceCancelable(TimeSpan.FromSeconds(1), () => fired++);
        Clock.Advance(TimeSpan.FromSeconds(1));
        cancelable.Cancel();
        fired.ShouldBe(1);
        Clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public void Something_can_cancel_itself()
    {
        var fired = 0;
        var cancelable = new Cancelable(Scheduler);
        Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), () => { fired++; cancelable.Cancel(); }, cancelable);
        Clock.Advance(TimeSpan.FromSeconds(5));
        fired.ShouldBe(1);
    }

    [Fact]
    public void A_cancelable_can_be_cancelled_later()
    {
        var cancelable = new Cancelable(Scheduler, TimeSpan.FromSeconds(7));
        Clock.Advance(TimeSpan.FromSeconds(6));
        cancelable.IsCancellationRequested.ShouldBeFalse();
        Clock.Advance(TimeSpan.FromSeconds(1));
        cancelable.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task An_error_in_one_action_is_logged_and_later_ones_happen()
    {
        var fired = 0;
        Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), static () => throw new InvalidOperationException("boom"));
        Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), () => fired++);
        Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), static () => throw new InvalidOperationException("boom again"));
        await Step(3);
        fired.ShouldBe(3);
        Warnings.Count(w => w.Contains("A scheduled action failed")).ShouldBe(2);
    }

    [Fact]
    public async Task Messages_are_told_once_and_repeatedly()
    {
        var heard = new List<string>();
        var ear = Sys.ActorOf(Props.Create(() => new StringEar(heard)));
        Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(1), ear, "once", ActorRefs.NoSender);
        Scheduler.ScheduleTellRepeatedly(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), ear, "again", ActorRefs.NoSender);
        await Step(6);
        heard.ShouldBe(["once", "again", "again", "again"]);
    }

    [Fact]
    public async Task The_timers_of_an_actor_work_and_end_with_it()
    {
        var heard = new List<string>();
        var actor = Sys.ActorOf(Props.Create(() => new Timed(heard)));
        await Step(10);
        heard.ShouldBe(["single", "periodic", "periodic", "periodic"]);
        Sys.Stop(actor);
        await Step(60);
        heard.Count.ShouldBe(4);
        Clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public async Task A_receive_timeout_comes_after_silence()
    {
        var heard = new List<string>();
        var actor = Sys.ActorOf(Props.Create(() => new Patient(heard)));
        await Step(4);
        actor.Tell("hello");
        await Step(4);
        heard.ShouldBe(["hello"]);
        await Step(1);
        heard.ShouldBe(["hello", "timeout"]);
    }

    [Fact]
    public async Task After_the_end_of_the_system_nothing_happens_and_nothing_is_taken()
    {
        var fired = 0;
        var scheduler = Scheduler;
        scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), () => fired++);
        await Sys.Terminate();
        Clock.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBe(0);
        Clock.NextDue.ShouldBeNull();
        Should.Throw<SchedulerException>(() => scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), () => fired++));
    }

    private sealed class StringEar : ReceiveActor
    {
        public StringEar(List<string> heard) => Receive<string>(heard.Add);
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(List<string> heard) => Receive<string>(heard.Add);

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartSingleTimer("s", "single", TimeSpan.FromSeconds(1));
            Timers.StartPeriodicTimer("p", "periodic", TimeSpan.FromSeconds(3));
        }
    }

    private sealed class Patient : ReceiveActor
    {
        public Patient(List<string> heard)
        {
            SetReceiveTimeout(TimeSpan.FromSeconds(5));
            Receive<string>(heard.Add);
            Receive<ReceiveTimeout>(_ =>
            {
                heard.Add("timeout");
                SetReceiveTimeout(null);
            });
        }
    }

    [Fact]
    public void A_wall_clock_that_is_set_back_does_not_turn_its_time_back_and_one_that_is_mended_does_not_double_it()
    {
        var clock = new WallClock(Clock);
        using var scheduler = new TimeProviderScheduler(TimeProviderScheduler.UseClock(clock), Logging.GetLogger(Sys, this));
        ITimeProvider time = scheduler;
        var start = time.Now;

        clock.SetBy = TimeSpan.FromHours(-1);
        Clock.Advance(TimeSpan.FromSeconds(10));
        time.Now.ShouldBe(start + TimeSpan.FromSeconds(10));
        Clock.Advance(TimeSpan.FromSeconds(10));
        time.Now.ShouldBe(start + TimeSpan.FromSeconds(20));

        clock.SetBy = TimeSpan.Zero;
        Clock.Advance(TimeSpan.FromSeconds(10));
        time.Now.ShouldBe(start + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_wall_clock_that_jumps_forward_as_after_a_sleep_is_followed()
    {
        var clock = new WallClock(Clock);
        using var scheduler = new TimeProviderScheduler(TimeProviderScheduler.UseClock(clock), Logging.GetLogger(Sys, this));
        ITimeProvider time = scheduler;
        var start = time.Now;

        clock.SetBy = TimeSpan.FromHours(8);
        Clock.Advance(TimeSpan.FromSeconds(1));

        time.Now.ShouldBe(start + TimeSpan.FromHours(8) + TimeSpan.FromSeconds(1));
    }

    /// <summary>A clock whose wall time can be set without moving its timestamps, as a machine's can.</summary>
    private sealed class WallClock(TimeProvider inner) : TimeProvider
    {
        public TimeSpan SetBy { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + SetBy;

        public override long GetTimestamp() => inner.GetTimestamp();
    }
}
