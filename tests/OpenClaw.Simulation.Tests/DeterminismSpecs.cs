using CsCheck;
using OpenClaw.Simulation.Tests.Engine;
using OpenClaw.Simulation.Tests.Worlds;
using Shouldly;
using Xunit;

namespace OpenClaw.Simulation.Tests;

/// <summary>A seed is only worth something when it gives the same world again.</summary>
public sealed class DeterminismSpecs
{
    [Fact]
    public void The_same_plan_twice_gives_the_same_world_message_by_message() => Apart.Run(() => Plans.Worlds.Sample(
        static plan =>
        {
            var (first, second) = (new World(plan).Run(), new World(plan, tellsStory: true).Run());
            second.Trail.ShouldBe(first.Trail);
            second.Clock.Elapsed.ShouldBe(first.Clock.Elapsed);
            second.Disk.Events.Select(static e => e.ToString()).Count().ShouldBe(first.Disk.Events.Count);
        },
        iter: 300));

    [Fact]
    public void Another_seed_gives_another_order_of_messages() => Apart.Run(() =>
    {
        var plan = Scenarios.Hang;
        Enumerable.Range(1, 20).Select(seed => new World(plan with { Seed = (uint)seed }).Run().Trail).Distinct().Count().ShouldBe(20);
    });
}
