using System.Globalization;
using CsCheck;

namespace OpenClaw.Simulation.Tests;

/// <summary>How many worlds are simulated, and which first: from the environment, so that nights can do more and a failure can be looked at again.</summary>
public static class Seeds
{
    /// <summary>The variable that names the seed of one world to run again.</summary>
    public const string SeedVariable = "OPENCLAW_SIM_SEED";

    /// <summary>The variable that says how many worlds.</summary>
    public const string CountVariable = "OPENCLAW_SIM_SEEDS";

    private const long CountInCi = 10_000;

    // Any number; another one would be ten thousand other worlds.
    private const ulong Usual = 20261123;

    /// <summary>The same worlds in each run, as long as nobody asks for others: a change is judged by what it changes. Chance is for the nights.</summary>
    public static bool AreUsual => First is null && Environment.GetEnvironmentVariable(CountVariable) is null or "";

    /// <summary>The seed of one of the usual worlds.</summary>
    public static PCG Of(long world) => new((uint)world, Usual);

    /// <summary>The seed to begin with; null: the usual ones, or chance when more are asked for.</summary>
    public static string? First => Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } seed ? seed : null;

    /// <summary>How many.</summary>
    public static long Count => long.TryParse(Environment.GetEnvironmentVariable(CountVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
        ? count
        : First is null ? CountInCi : 1;
}
