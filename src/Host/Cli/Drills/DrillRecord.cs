using System.Text.Json;
using System.Text.Json.Serialization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>The fault that is rehearsed.</summary>
internal enum DrillKind
{
    /// <summary>The gateway's process is ended at once (SIGKILL).</summary>
    Kill,

    /// <summary>The gateway's process is stopped (SIGSTOP): it lives and answers nobody.</summary>
    Hang,

    /// <summary>A setting that OpenClaw refuses is put into the gateway's config, and its process ended.</summary>
    Config,
}

/// <summary>A drill as it lies on the disk: all that its undo needs. It is written before anything is broken, and taken away when all is put back.</summary>
/// <param name="Version">The format's version.</param>
/// <param name="Kind">The fault.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="At">When it began.</param>
/// <param name="Deadline">When it is undone at the latest, whatever has become of whoever began it.</param>
/// <param name="Owner">The process that began it, and will undo it.</param>
/// <param name="Target">The gateway's process.</param>
/// <param name="Config">The gateway's config, links followed; null where it is not touched.</param>
/// <param name="Mode">The config's mode.</param>
internal sealed record DrillRecord(int Version, DrillKind Kind, string Gateway, DateTimeOffset At, DateTimeOffset Deadline, ProcessIdentity Owner, ProcessIdentity Target, string? Config, int Mode)
{
    /// <summary>The version that is written.</summary>
    public const int CurrentVersion = 1;
}

/// <summary>Where a drill keeps what it must not lose: <c>HOME/drill</c>, 0700.</summary>
/// <param name="home">The state folder.</param>
internal sealed class DrillFolder(string home)
{
    private const long Largest = 64 * 1024;

    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(home, "drill");

    /// <summary>The config as it was, byte for byte. It stays where it is not what the config is at the end.</summary>
    public string Original => System.IO.Path.Combine(Path, "openclaw.json.original");

    /// <summary>The config as the drill has broken it.</summary>
    public string Broken => System.IO.Path.Combine(Path, "openclaw.json.broken");

    /// <summary>Says that the guardian is at its post.</summary>
    public string Ready => System.IO.Path.Combine(Path, "guard.ready");

    /// <summary>What the guardian has to say.</summary>
    public string Log => System.IO.Path.Combine(Path, "guard.log");

    /// <summary>Held by whoever drills.</summary>
    public string Lock => System.IO.Path.Combine(Path, "drill.lock");

    private string Record => System.IO.Path.Combine(Path, "drill.json");

    /// <summary>A drill is not undone yet.</summary>
    public bool IsOpen => File.Exists(Record);

    /// <summary>Makes it.</summary>
    public void Prepare()
    {
        PrivateFiles.Folder(home, ours: false);
        PrivateFiles.Folder(Path);
    }

    /// <summary>The drill that is not undone yet; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read, or it is none of this version.</exception>
    public async Task<DrillRecord?> Read(CancellationToken cancel)
    {
        try
        {
            if (!IsOpen || new FileInfo(Record).Length > Largest) return null;
            var bytes = await PrivateFiles.Read(Record, cancel);
            return bytes.Length == 0 ? null : JsonSerializer.Deserialize(bytes, DrillJson.Default.DrillRecord) is { Version: DrillRecord.CurrentVersion } record ? record : throw new JsonException("its version is another one");
        }
        catch (JsonException foreign)
        {
            throw new IOException($"{Record} is no drill's record ({foreign.Message}); the config as it was is {Original}", foreign);
        }
    }

    /// <summary>Writes it.</summary>
    public Task Write(DrillRecord record, CancellationToken cancel) => PrivateFiles.Write(Record, JsonSerializer.SerializeToUtf8Bytes(record, DrillJson.Default.DrillRecord), cancel);

    /// <summary>All is put back. The original is kept only where it is not what the config is now: it holds the config's secrets.</summary>
    public async Task Close(DrillRecord record, CancellationToken cancel)
    {
        if (record.Config is { } config && await PrivateFiles.Read(config, cancel) is var now && await PrivateFiles.Read(Original, cancel) is var before && now.AsSpan().SequenceEqual(before)) File.Delete(Original);
        File.Delete(Broken);
        File.Delete(Ready);
        File.Delete(Record);
    }
}

/// <summary>Source-generated JSON of <c>drill</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DrillRecord))]
[JsonSerializable(typeof(DrillReport))]
internal sealed partial class DrillJson : JsonSerializerContext;
