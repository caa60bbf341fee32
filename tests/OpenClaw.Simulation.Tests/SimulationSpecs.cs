using System.Globalization;
using CsCheck;
using OpenClaw.Simulation.Tests.Engine;
using OpenClaw.Simulation.Tests.Worlds;
using Shouldly;
using Xunit;

namespace OpenClaw.Simulation.Tests;

/// <summary>The real healer in thousands of simulated worlds.</summary>
public sealed class SimulationSpecs(ITestOutputHelper output)
{
    [Fact]
    public void In_every_world_all_rules_hold()
    {
        var tally = new Tally();
        var clock = TimeProvider.System.GetTimestamp();
        try
        {
            if (Seeds.AreUsual) Apart.Run(() => Usual(tally));
            else Apart.Run(() => Plans.Worlds.Sample(plan => Simulate(plan, tally), seed: Seeds.First, iter: Seeds.Count, print: static plan => plan.ToString()));
        }
        catch (CsCheckException broken)
        {
            Apart.Strays.ShouldBeEmpty();
            throw new ShouldAssertException(Explain(broken));
        }

        var took = TimeProvider.System.GetElapsedTime(clock);
        Report(tally, took);
        Apart.Strays.ShouldBeEmpty();
        if (Seeds.Count >= 10_000) MustOccur.In(tally);
    }

    private static void Usual(Tally tally)
    {
        string? broken = null;
        Parallel.For(0, Seeds.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (world, loop) =>
        {
            var seed = Seeds.Of(world);
            var name = seed.ToString();
            try
            {
                Apart.Run(() => Simulate(Plans.Worlds.Generate(seed, null!, out _), tally));
            }
            catch (Exception)
            {
                Interlocked.CompareExchange(ref broken, name, null);
                loop.Stop();
            }
        });
        // Once more by CsCheck's own way, which says what was broken.
        if (broken is not null) Plans.Worlds.Sample(plan => Simulate(plan, new Tally()), seed: broken, iter: 1, threads: 1, print: static plan => plan.ToString());
    }

    private static void Simulate(Plan plan, Tally tally)
    {
        var world = new World(plan).Run();
        tally.Add(world.Tally);
        if (world.Failure is { } rule) throw new ShouldAssertException(rule);
    }

    /// <summary>CsCheck names the seed in its own words; here are ours, and the end of the smallest story that it found.</summary>
    private static string Explain(CsCheckException broken)
    {
        var seed = broken.Message.Split('"') is [_, { } named, ..] ? named : "?";
        var told = new List<string>();
        Apart.Run(() => Plans.Worlds.Sample(plan => told.AddRange(new World(plan, tellsStory: true).Run().Story), seed: seed, iter: 1, threads: 1));
        return $"{(broken.InnerException is ShouldAssertException rule ? rule.Message : broken.InnerException?.ToString())}\nAgain: {Seeds.SeedVariable}={seed} dotnet test --project tests/OpenClaw.Simulation.Tests\n{broken.Message}\n{string.Join("\n", told)}";
    }

    private void Report(Tally tally, TimeSpan took)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seeds.Count} worlds in {took.TotalSeconds:0} s"));
        foreach (var (what, times) in tally.All) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times,10} {what}"));
    }
}
