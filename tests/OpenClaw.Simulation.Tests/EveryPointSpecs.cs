using System.Globalization;
using OpenClaw.Simulation.Tests.Engine;
using OpenClaw.Simulation.Tests.Worlds;
using Shouldly;
using Xunit;

namespace OpenClaw.Simulation.Tests;

/// <summary>The daemon is killed at every single call that it makes: before the call takes effect, and after it did but before its answer came.</summary>
public sealed class EveryPointSpecs(ITestOutputHelper output)
{
    /// <summary>The stories.</summary>
    public static TheoryData<string, string> Stories => new()
    {
        { nameof(Scenarios.Crash), "HealedByWatchdog" },
        { nameof(Scenarios.Hang), "HealedByProber" },
        { nameof(Scenarios.DoctorMends), "HealedByDoctor" },
        { nameof(Scenarios.HumanMends), "HealedAfterHumanCall" },
        { nameof(Scenarios.Stranger), "HealedAfterHumanCall" },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void Killed_at_every_point_it_comes_back_and_ends_the_incident(string story, string outcome) => Apart.Run(() =>
    {
        var plan = (Plan)typeof(Scenarios).GetProperty(story)!.GetValue(null)!;
        var whole = new World(plan, tellsStory: true).Run();
        whole.Failure.ShouldBeNull(string.Join("\n", whole.Story));
        whole.Tally[$"outcome {outcome}"].ShouldBe(1, string.Join("\n", whole.Story));
        var points = whole.Healer.Points;
        points.ShouldBeGreaterThan(10);
        for (var point = 1; point <= points; point++)
        {
            foreach (var after in new[] { false, true })
            {
                var world = new World(plan, tellsStory: true) { Healer = { KillAt = (point, after) } }.Run();
                world.Failure.ShouldBeNull($"killed {(after ? "after" : "before")} point {point}\n{string.Join("\n", world.Story)}");
                world.Healer.Lives.ShouldBe(2, $"killed {(after ? "after" : "before")} point {point}\n{string.Join("\n", world.Story)}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{story}: killed at {points} points, before and after each: {2 * points} worlds"));
    });
}
