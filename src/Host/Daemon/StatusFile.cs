using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenClaw.Host.Daemon;

/// <summary>How one gateway stands, as the terminal shows it.</summary>
/// <param name="Id">The gateway.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Healthy">It serves.</param>
/// <param name="Since">Since when it is in this phase.</param>
/// <param name="Evidence">Why we think so.</param>
/// <param name="Incident">The open incident, null when there is none.</param>
/// <param name="Tier">The tier that has it: 1 to 4.</param>
public sealed record GatewayLine(string Id, string Phase, bool Healthy, DateTimeOffset Since, IReadOnlyList<string> Evidence, string? Incident, int? Tier);

/// <summary>What the daemon says of itself and its gateways.</summary>
public sealed record DaemonStatus(int Pid, string Version, DateTimeOffset StartedAt, DateTimeOffset At, IReadOnlyList<GatewayLine> Gateways);

/// <summary>The daemon's last word on disk (<c>status.json</c>, 0600, replaced atomically): any terminal can read it without asking the daemon.</summary>
public sealed class StatusFile(string home)
{
    private readonly string _path = Path.Combine(home, "status.json");

    /// <summary>Replaces the file.</summary>
    public async Task Write(DaemonStatus status)
    {
        var draft = _path + ".new";
        await using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await JsonSerializer.SerializeAsync(stream, status, StatusJson.Default.DaemonStatus);
        }

        File.Move(draft, _path, overwrite: true);
    }

    /// <summary>Reads the file; null when there is none or it is not a status.</summary>
    public DaemonStatus? Read()
    {
        try
        {
            using var stream = File.OpenRead(_path);
            return JsonSerializer.Deserialize(stream, StatusJson.Default.DaemonStatus);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Source-generated JSON of the status file and of <c>status --json</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DaemonStatus))]
public sealed partial class StatusJson : JsonSerializerContext;
