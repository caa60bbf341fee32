namespace OpenClaw.EndToEnd.Tests.Scratch;

/// <summary>The gateway's own log file, JSON lines.</summary>
internal sealed class GatewayLog(string path)
{
    /// <summary>How often a gateway was started as a process, however it ended.</summary>
    public int Starts => Lines("loading configuration…");

    /// <summary>How often a gateway booted up to its HTTP server: also when it restarted itself within its process.</summary>
    public int Boots => Lines("starting HTTP server...");

    /// <summary>The lines with a message that begins with this text.</summary>
    public int Lines(string text) =>
        File.Exists(path) ? ScratchHome.ReadShared(path).Split('\n').Count(line => line.Contains($"\"message\":\"{text}", StringComparison.Ordinal)) : 0;
}
