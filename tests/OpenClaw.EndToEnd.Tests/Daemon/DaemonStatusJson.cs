using System.Text.Json;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.EndToEnd.Tests.Daemon;

/// <summary>What status.json says, read as a stranger would read it: by its documented names.</summary>
internal sealed record DaemonStatusJson(int Pid, IReadOnlyList<GatewayStatusJson> Gateways)
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    /// <summary>The gateway of the stories; null while nothing was said about it.</summary>
    public GatewayStatusJson? Main => Gateways.SingleOrDefault(gateway => gateway.Id is "main");

    /// <summary>Reads the file in the daemon's own folder; null while there is none.</summary>
    public static DaemonStatusJson? Read(string actorsHome)
    {
        var path = Path.Combine(actorsHome, "status.json");
        return File.Exists(path) ? JsonSerializer.Deserialize<DaemonStatusJson>(ScratchHome.ReadShared(path), Names) : null;
    }
}

/// <summary>One gateway in status.json.</summary>
internal sealed record GatewayStatusJson(string Id, string Phase, bool Healthy, IReadOnlyList<string> Evidence, string? Incident, int? Tier);
