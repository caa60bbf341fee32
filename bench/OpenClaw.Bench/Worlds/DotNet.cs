using System.Runtime.InteropServices;

namespace OpenClaw.Bench.Worlds;

/// <summary>The .NET that runs this program.</summary>
internal static class DotNet
{
    /// <summary>What DOTNET_ROOT is to be for a program that is to run on the same.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
