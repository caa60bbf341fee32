using System.Globalization;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.Bench.Worlds;

/// <summary>What plays the gateway.</summary>
/// <param name="Command">How it is started.</param>
/// <param name="Is">Whether a command line is a gateway's.</param>
internal sealed record Gateway(IReadOnlyList<string> Command, Func<string, bool> Is)
{
    /// <summary>OpenClaw's own.</summary>
    public static Gateway Real(ScratchHome home) => new(
        ["openclaw", "gateway", "run", "--port", home.Port.ToString(CultureInfo.InvariantCulture)],
        line => line.StartsWith("openclaw-gateway", StringComparison.Ordinal) || line.Contains("openclaw gateway run", StringComparison.Ordinal));

    /// <summary>The daemon's stand-in.</summary>
    public static Gateway StandIn(ScratchHome home) => new(StandInCommand(home), line => line.Contains(" demo-gateway ", StringComparison.Ordinal));

    /// <summary>How the stand-in is started.</summary>
    public static IReadOnlyList<string> StandInCommand(ScratchHome home) =>
        ["openclaw-actors", "demo-gateway", "--port", home.Port.ToString(CultureInfo.InvariantCulture), "--config", home.ConfigFile, "--boot-ms", "0"];
}
