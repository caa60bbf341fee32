using Akka.Actor;
using OpenClaw.Actors.Supervision;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>The ways of mail through a backoff supervisor; its pauses and its end are in <see cref="RowSpecs"/>.</summary>
public sealed class RestingActorSpecs : ActorSpecs
{
    private readonly List<object> _heard = [];
    private readonly List<object> _answers = [];

    [Fact]
    public async Task Mail_goes_down_with_its_sender_and_what_the_child_tells_goes_up()
    {
        var (parent, asks) = await Begin();
        parent.Tell(new Down("how are you"), asks);
        await Quiet();
        _answers.ShouldBe(["well"]);
        _heard.ShouldBe(["born", "asked how are you"]);
    }

    [Fact]
    public async Task The_last_words_of_a_child_go_up_although_it_has_ended()
    {
        var (parent, asks) = await Begin();
        parent.Tell(new Down("end"), asks);
        await Quiet();
        _heard.ShouldBe(["born", "asked end", "last words"]);
    }

    [Fact]
    public async Task While_it_rests_mail_is_answered_and_afterwards_it_goes_down_again()
    {
        var (parent, asks) = await Begin();
        parent.Tell(new Down("end"), asks);
        await Quiet();
        parent.Tell(new Down("anybody there"), asks);
        await Quiet();
        _answers.ShouldBe([new HelpResting()]);
        await Step(7);
        parent.Tell(new Down("how are you"), asks);
        await Quiet();
        _answers.ShouldBe([new HelpResting(), "well"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task One_that_is_stopped_in_a_pause_or_after_it_leaves_no_timer_behind(double secondsLater)
    {
        LosesMail = true; // the last words of a child whose tier is stopped are nobody's
        var before = Clock.NextDue;
        var (parent, asks) = await Begin();
        parent.Tell(new Down("end"), asks);
        await Step(secondsLater);
        Clock.NextDue.ShouldNotBe(before);
        Sys.Stop(parent);
        await Quiet();
        Clock.NextDue.ShouldBe(before);
    }

    private async Task<(IActorRef Parent, IActorRef Asks)> Begin()
    {
        var asks = Sys.ActorOf(Props.CreateBy(new Made(() => new Ear(_answers))));
        var parent = Sys.ActorOf(Props.CreateBy(new Made(() => new Parent(_heard))));
        await Quiet();
        return (parent, asks);
    }

    private sealed record Down(string Word);

    private sealed class Made(Func<ActorBase> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(UntypedActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class Ear(List<object> heard) : UntypedActor
    {
        protected override void OnReceive(object message) => heard.Add(message);
    }

    private sealed class Parent(List<object> heard) : UntypedActor
    {
        private IActorRef _tier = ActorRefs.Nobody;

        protected override void PreStart() => _tier = Context.ActorOf(TierSupervision.Aside(Props.CreateBy(new Made(static () => new Child()))));

        protected override void OnReceive(object message)
        {
            if (message is Down) _tier.Forward(message);
            else heard.Add(message);
        }
    }

    private sealed class Child : UntypedActor
    {
        protected override void PreStart() => Context.Parent.Tell("born");

        protected override void PostStop() => Context.Parent.Tell("last words");

        protected override void OnReceive(object message)
        {
            var word = ((Down)message).Word;
            Context.Parent.Tell($"asked {word}");
            if (word == "end") Context.Stop(Self);
            else Sender.Tell("well");
        }
    }
}
