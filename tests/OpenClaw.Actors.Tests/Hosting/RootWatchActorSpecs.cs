using Akka.Actor;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>An actor system without its root must not look alive.</summary>
public sealed class RootWatchActorSpecs : ActorSpecs
{
    [Fact]
    public async Task The_end_of_the_root_is_told_once()
    {
        var lost = 0;
        var root = Sys.ActorOf(Props.Create(() => new Root()), "root");
        Action onLost = () => lost++;
        Sys.ActorOf(Props.Create(() => new RootWatchActor(root, onLost)));
        await Quiet();
        lost.ShouldBe(0);
        Sys.Stop(root);
        await Quiet();
        lost.ShouldBe(1);
    }

    [Fact]
    public async Task A_root_that_ended_before_it_was_watched_is_told_as_well()
    {
        var lost = 0;
        var root = Sys.ActorOf(Props.Create(() => new Root()), "root");
        Sys.Stop(root);
        await Quiet();
        Action onLost = () => lost++;
        Sys.ActorOf(Props.Create(() => new RootWatchActor(root, onLost)));
        await Quiet();
        lost.ShouldBe(1);
    }

    private sealed class Root : ReceiveActor;
}
