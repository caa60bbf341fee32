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
public sealed record GatewayLine(string Id, string Phase, bool Healthy, DateTimeOffset Since, IReadOnlyList<string> Evidence, string? Incident, int? Tier)
{
    /// <summary>Its owner's pause; null when there is none.</summary>
    public PauseLine? Pause { get; init; }
}

/// <summary>An owner's pause.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Until">Its end; null for one that only a resume ends.</param>
/// <param name="Reason">Why, as the owner put it, one clean line; null for none.</param>
public sealed record PauseLine(DateTimeOffset? Since, DateTimeOffset? Until, string? Reason);

/// <summary>How one channel of alerts fares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Failing">What it should have delivered last was not delivered.</param>
/// <param name="Since">Since when it fails, or delivers again after it had failed; null: nothing is known against it.</param>
/// <param name="Why">What the last try came to, one line without secrets; null when it does not fail.</param>
public sealed record ChannelLine(string Name, bool Failing, DateTimeOffset? Since, string? Why);

/// <summary>What whoever asks may do.</summary>
/// <param name="CanOrder">He may give orders.</param>
/// <param name="TokenWanted">He might after he has signed in with the page's token.</param>
public sealed record AccessLine(bool CanOrder, bool TokenWanted);

/// <summary>What the daemon says of itself and its gateways.</summary>
public sealed record DaemonStatus(int Pid, string Version, DateTimeOffset StartedAt, DateTimeOffset At, IReadOnlyList<GatewayLine> Gateways)
{
    /// <summary>The channels of alerts.</summary>
    public IReadOnlyList<ChannelLine> Channels { get; init => field = value ?? []; } = [];

    /// <summary>What whoever asks may do; null in the file.</summary>
    public AccessLine? Access { get; init; }
}

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
