using Akka.Actor;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Supervision;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>One channel, several gateways: one desk says who tells what.</summary>
public sealed class ChannelDeskSpecs : ActorSpecs
{
    private readonly ScriptedNotifier _chat = new("chat") { Edits = true };
    private readonly List<IActorRef> _voices = [];
    private IActorRef _desk = ActorRefs.Nobody;

    [Fact]
    public async Task What_comes_at_once_is_told_in_one_message_and_is_over_for_all_of_them()
    {
        await Gateways(3);
        await Say(0, "a");
        await Say(1, "b");
        _chat.Tries.ShouldBeEmpty("a moment is waited for others");
        await Step(3);
        _chat.Tries.ShouldHaveSingleItem().News.Title.ShouldContain("g0, g1");
        await Step(TimeSpan.FromHours(1));
        _chat.Tries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_comes_alone_is_told_as_it_is()
    {
        await Gateways(3);
        await Say(2, "a");
        await Step(3);
        _chat.Told.ShouldHaveSingleItem().Key.ShouldBe("g2-1/a");
    }

    [Fact]
    public async Task What_is_brought_up_to_date_goes_by_itself_and_a_message_of_many_is_nobody_s_to_edit()
    {
        _chat.Remote = static n => new Delivery.Delivered { Handle = n.Key };
        await Gateways(2);
        await Say(0, "a");
        await Say(1, "a");
        await Step(3);
        await Say(0, "b", rings: false);
        await Step(3);
        _chat.Told[^1].Earlier.ShouldBeNull();
        await Say(0, "c", rings: false);
        await Quiet();
        _chat.Told[^1].ShouldSatisfyAllConditions(static n => n.Key.ShouldBe("g0-1/c"), static n => n.Earlier.ShouldBe("g0-1/b"));
    }

    [Fact]
    public async Task What_was_refused_together_may_pass_alone()
    {
        _chat.Remote = static n => n.Key.StartsWith("together/", StringComparison.Ordinal) ? new Delivery.Refused("400") : new Delivery.Delivered();
        await Gateways(3);
        for (var i = 0; i < 3; i++) await Say(i, "a");
        await Step(60);
        _chat.Told.Select(static n => n.Key).ShouldBe(["g0-1/a", "g1-1/a", "g2-1/a"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_remote_side_that_is_down_is_asked_by_one_gateway_and_not_by_all()
    {
        _chat.Remote = static _ => new Delivery.TryLater(null, "503");
        await Gateways(20);
        for (var i = 0; i < 20; i++) await Say(i, "a");
        await Step(TimeSpan.FromHours(1));
        _chat.Tries.Count.ShouldBeLessThan(40, "some twelve an hour, where each by itself would make 300");
        _chat.Remote = static _ => new Delivery.Delivered();
        await Step(TimeSpan.FromMinutes(10));
        _chat.Told.Sum(static n => n.Evidence.Count).ShouldBe(20, "each is in the one message");
    }

    [Fact]
    public async Task A_desk_that_dies_holds_nobody_up()
    {
        await Gateways(2);
        Sys.ActorSelection(_desk.Path / TierSupervision.ChildName).Tell(PoisonPill.Instance);
        await Quiet();
        await Say(0, "a");
        _chat.Told.ShouldHaveSingleItem();
        await Step(60);
        await Say(1, "b");
        await Step(3);
        _chat.Told.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_waits_for_one_that_dies_tells_it_himself_and_says_that_it_may_be_a_repeat()
    {
        _chat.Remote = static _ => null;
        await Gateways(2);
        await Say(0, "a");
        await Say(1, "a");
        await Step(3);
        Sys.ActorSelection(_voices[0].Path / "chat" / TierSupervision.ChildName).Tell(PoisonPill.Instance);
        await Quiet();
        _chat.Remote = static _ => new Delivery.Delivered();
        await Step(TimeSpan.FromMinutes(5));
        _chat.Told.Select(static n => n.Gateway.Value).Distinct().ShouldBe(["g0", "g1"], ignoreOrder: true);
        _chat.Told.ShouldAllBe(static n => n.MayBeRepeat);
    }

    private async Task Gateways(int many)
    {
        var chat = _chat;
        _desk = Sys.ActorOf(TierSupervision.Aside(Props.Create(() => new ChannelDeskActor(chat, true))), "desk");
        var healer = new HealerParts([], [_chat], new FailableJournal()) { Desks = new Dictionary<string, IActorRef> { ["chat"] = _desk } };
        for (var i = 0; i < many; i++)
        {
            var gateway = new GatewayId($"g{i}");
            _voices.Add(Sys.ActorOf(Props.Create(() => new NotifierSupervisor(gateway, healer)), gateway.Value));
        }

        await Quiet();
    }

    private async Task Say(int gateway, string what, bool rings = true)
    {
        var (id, incident) = (new GatewayId($"g{gateway}"), new IncidentId($"g{gateway}-1"));
        _voices[gateway].Tell(new Announce(id, new Announcement($"{incident}/{what}", id, incident, Severity.Critical, $"Gateway {id}", "body", [], null, Now) { Rings = rings }));
        await Quiet();
    }
}
