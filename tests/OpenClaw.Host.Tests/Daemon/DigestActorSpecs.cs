using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Digests;
using OpenClaw.Host.Schedules;
using OpenClaw.Host.Tests.Journal;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Daemon;

/// <summary>The digest is told when its schedule says so, once for each moment.</summary>
public sealed class DigestActorSpecs : IAsyncDisposable
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly CronSchedule Mondays = CronSchedule.Parse("0 9 * * 1");

    // Monday the 30th at nine in Berlin.
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Monday.AddDays(-3));
    private readonly ConcurrentQueue<Announce> _heard = new();
    private readonly ConcurrentQueue<(DateTimeOffset From, DateTimeOffset To)> _asked = new();
    private readonly Desk _desk = new();
    private ActorSystem? _system;
    private int _failures;

    [Fact]
    public async Task It_comes_at_its_moment_in_the_owner_s_time_and_covers_the_time_since_the_one_before()
    {
        await Start();
        await Pass(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        _heard.ShouldBeEmpty();
        await Pass(TimeSpan.FromMinutes(1));
        await Eventually.Holds(() => _heard.Count == 1, "the digest is told");
        _asked.ShouldBe([(Monday.AddDays(-7), Monday)]);
        await Pass(TimeSpan.FromDays(7));
        await Eventually.Holds(() => _heard.Count == 2, "so is the next");
        _asked.Last().ShouldBe((Monday, Monday.AddDays(7)));
    }

    [Fact]
    public async Task A_year_is_fifty_two_of_them_each_once_over_both_changes_of_the_clock()
    {
        await Start();
        for (var week = 1; week <= 52; week++)
        {
            await Pass(TimeSpan.FromDays(7));
            await Eventually.Holds(() => _heard.Count == week, "the week's digest is told");
        }

        _heard.Select(static a => a.Announcement.Key).Distinct().Count().ShouldBe(52);
        _asked.ShouldAllBe(static a => TimeZoneInfo.ConvertTime(a.To, Berlin).Hour == 9);
    }

    [Fact]
    public async Task One_that_came_while_no_daemon_ran_is_told_at_the_next_start_and_an_old_one_is_not()
    {
        _clock.SetUtcNow(Monday.AddHours(47));
        await Start();
        await Eventually.Holds(() => _heard.Count == 1, "the digest is told");
        await _system!.Terminate();
        _clock.SetUtcNow(Monday.AddHours(49));
        await Start();
        await Pass(TimeSpan.FromDays(1));
        _heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_cannot_be_made_is_tried_again()
    {
        _clock.SetUtcNow(Monday.AddHours(1));
        _failures = 1;
        await Start();
        await Eventually.Holds(() => _asked.Count == 1, "it was tried");
        // Time passes until it is told: when the failure is heard of, and its pause begins, is not the clock's to say.
        await Eventually.Holds(
            () =>
            {
                if (_heard.IsEmpty) _clock.Advance(TimeSpan.FromMinutes(1));
                return _heard.Count == 1;
            },
            "the digest is told");
        _asked.Distinct().ShouldBe([(Monday.AddDays(-7), Monday)]);
    }

    [Fact]
    public async Task A_daemon_that_is_started_again_does_not_tell_it_again()
    {
        _clock.SetUtcNow(Monday.AddMinutes(1));
        var channel = new Listener();
        for (var life = 1; life <= 3; life++)
        {
            _heard.Clear();
            using var book = _desk.Open();
            var healer = new HealerParts([], [channel], _desk.Journal(book)) { Outbox = _desk.Outbox(book) };
            await Start();
            var voice = _system!.ActorOf(Props.Create(() => new NotifierSupervisor(Desk.Main, healer)), "voice");
            await Eventually.Holds(() => _heard.Count == 1, "the digest is handed over in each life");
            voice.Tell(_heard.Single());
            // Told behind it, so that it is known to have been looked at.
            var mark = new Announcement($"mark-{life}", Desk.Main, null, Severity.Critical, "mark", "", [], null, Monday);
            voice.Tell(new Announce(Desk.Main, mark));
            await Eventually.Holds(() => channel.Told.Contains(mark.Key), "what comes behind it is told");
            await Eventually.Holds(() => book.Do(db => OpenClaw.Host.Journal.BookSql.Number(db, "SELECT count(*) FROM deliveries WHERE mark = 'Delivered'"), CancellationToken.None).Result == life + 1, "it is written down");
            await _system.Terminate();
        }

        channel.Told.ShouldBe(["digest/20261123T080000Z/20261130T080000Z", "mark-1", "mark-2", "mark-3"]);
    }

    [Theory]
    [InlineData("0 9 * * 1", "2026-11-30T08:00:00Z", "2026-11-23T08:00:00Z")]
    [InlineData("30 2 * * *", "2026-11-30T01:30:00Z", "2026-11-29T01:30:00Z")]
    [InlineData("0 0 1 * *", "2026-10-31T23:00:00Z", "2026-09-30T22:00:00Z")]
    [InlineData("0 0 1 1 *", "2025-12-31T23:00:00Z", "2024-12-31T23:00:00Z")]
    [InlineData("* * * * *", "2026-11-30T08:00:00Z", "2026-11-30T07:59:00Z")]
    public void The_last_moment_and_the_one_before_it(string cron, string last, string before)
    {
        var schedule = CronSchedule.Parse(cron);
        var moment = DigestTimes.Last(schedule, Monday.AddSeconds(59), Berlin)!.Value;
        moment.ShouldBe(At(last));
        DigestTimes.Since(schedule, moment, Berlin).ShouldBe(At(before));
    }

    public async ValueTask DisposeAsync()
    {
        if (_system is not null) await _system.Terminate();
        _desk.Dispose();
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task Start()
    {
        if (_system is not null) await _system.WhenTerminated;
        _system = ActorSystem.Create("digest", TimeProviderScheduler.UseClock(_clock).WithFallback(ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }")));
        var heard = _heard;
        var supervisor = _system.ActorOf(Props.Create(() => new Hears(heard)));
        Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<Announcement>> build = Build;
        _system.ActorOf(Props.Create(() => new DigestActor(Mondays, Berlin, build, supervisor)), "digest");
    }

    private Task<Announcement> Build(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        _asked.Enqueue((from, to));
        return _failures-- > 0 ? throw new IOException("the disk is full") : Task.FromResult(DigestNews.Of(new Digest(from, to, to, null), Desk.Main, ["ear"]));
    }

    // In steps, as the actor arms its next timer only when it has looked at this one.
    private async Task Pass(TimeSpan span)
    {
        var step = TimeSpan.FromMinutes(15);
        for (var left = span; left > TimeSpan.Zero; left -= step)
        {
            _clock.Advance(left < step ? left : step);
            var seen = new TaskCompletionSource();
            // The actor's mail is worked off in its order: what answers after the timer's was asked after it.
            _system!.ActorSelection("/user/digest").Tell(new Identify(1), _system.ActorOf(Props.Create(() => new Once(seen))));
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    private sealed class Hears : ReceiveActor
    {
        public Hears(ConcurrentQueue<Announce> heard) => Receive<Announce>(heard.Enqueue);
    }

    private sealed class Once : ReceiveActor
    {
        public Once(TaskCompletionSource seen) => ReceiveAny(_ =>
        {
            seen.TrySetResult();
            Context.Stop(Self);
        });
    }

    private sealed class Listener : INotifier
    {
        private readonly ConcurrentQueue<string> _told = new();

        public IReadOnlyList<string> Told => [.. _told];

        public string Name => "ear";

        public Severity Floor => Severity.Critical;

        public Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
        {
            _told.Enqueue(announcement.Key);
            return Task.FromResult<Delivery>(new Delivery.Delivered());
        }
    }
}
