using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>A notifier that is an actor of its author's own.</summary>
public sealed class OwnNotifierSpecs : ActorSpecs
{
    private readonly List<Announcement> _heard = [];
    private Func<Announcement, Exception?> _fault = static _ => null;

    [Fact]
    public async Task It_gets_what_it_wants_and_owes_no_answer()
    {
        await Tell(News("a", Severity.Critical), News("b", Severity.Info), News("c", Severity.Critical));
        Keys.ShouldBe(["a", "c"]);
    }

    [Fact]
    public async Task One_that_fails_is_started_anew_after_a_pause_and_told_again()
    {
        var failures = 0;
        _fault = _ => failures++ < 2 ? new InvalidOperationException("a bug of its author's") : null;
        await Tell(News("a", Severity.Critical), News("b", Severity.Critical));
        await Step(120);
        Keys.ShouldBe(["a", "b"]);
        _heard[0].MayBeRepeat.ShouldBeTrue("nobody knows how far it got before it failed");
        failures.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task One_that_always_fails_is_never_given_up_and_holds_up_no_other_channel()
    {
        _fault = static _ => new InvalidOperationException("a bug of its author's");
        var log = await Tell(News("a", Severity.Critical));
        log.Told.Count.ShouldBe(1);
        await Step(TimeSpan.FromHours(3));
        _fault = static _ => null;
        await Step(TimeSpan.FromMinutes(15));
        Keys.ShouldBe(["a"]);
    }

    private string[] Keys
    {
        get
        {
            lock (_heard) return [.. _heard.Select(static n => n.Key)];
        }
    }

    private static Announcement News(string key, Severity severity) => new(key, Main, null, severity, key, "body", [], null, default);

    private async Task<ScriptedNotifier> Tell(params Announcement[] news)
    {
        var (log, heard) = (new ScriptedNotifier("log"), _heard);
        Func<Announcement, Exception?> fault = n => _fault(n);
        var own = new ActorNotifier("pager", Props.Create(() => new Own(heard, fault)), Severity.Warning);
        var healer = new HealerParts([], [log], new FailableJournal()) { ActorNotifiers = [own] };
        var family = await Raise(Props.Create(() => new NotifierSupervisor(Main, healer)));
        foreach (var one in news) family.Tell(new Announce(Main, one));
        await Quiet();
        return log;
    }

    private sealed class Own : ReceiveActor
    {
        public Own(List<Announcement> heard, Func<Announcement, Exception?> fault) => Receive<Announce>(m =>
        {
            if (fault(m.Announcement) is { } bug) throw bug;
            lock (heard) heard.Add(m.Announcement);
        });
    }
}
