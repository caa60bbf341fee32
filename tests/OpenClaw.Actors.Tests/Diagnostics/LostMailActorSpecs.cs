using Akka.Actor;
using OpenClaw.Actors.Diagnostics;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Diagnostics;

/// <summary>Mail that nobody took is counted and said aloud.</summary>
public sealed class LostMailActorSpecs : ActorSpecs
{
    [Fact]
    public async Task Dead_letters_and_unhandled_messages_are_counted_and_warned_of()
    {
        LosesMail = true;
        var post = Sys.ActorOf(Props.Create(() => new LostMailActor()), "lost-mail");
        await Quiet();
        (await post.Ask<LostMailActor.LostMail>(new LostMailActor.HowMany())).Count.ShouldBe(0);
        Sys.ActorOf(Props.Create(() => new Deaf()), "deaf").Tell("hello?");
        Sys.DeadLetters.Tell(42, ActorRefs.NoSender);
        await Quiet();
        (await post.Ask<LostMailActor.LostMail>(new LostMailActor.HowMany())).Count.ShouldBe(2);
        Warnings.ShouldContain(w => w.Contains("unhandled message String") && w.Contains("/user/deaf"));
        Warnings.ShouldContain(w => w.Contains("dead letter Int32"));
    }

    private sealed class Deaf : ReceiveActor;
}
