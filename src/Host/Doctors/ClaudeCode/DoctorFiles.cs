using System.Text.Json;
using System.Text.Json.Serialization;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>What the runner is to start. Holds no secret.</summary>
/// <param name="Command">Program and arguments.</param>
/// <param name="Environment">The whole environment; nothing is inherited.</param>
/// <param name="WorkingFolder">The session's working folder.</param>
/// <param name="Deadline">When the runner ends the session by itself, should nobody be left to do it.</param>
/// <param name="Detached">There is no terminal: print nothing and lead a session of its own.</param>
internal sealed record LaunchOrder(
    IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, string WorkingFolder, DateTimeOffset Deadline, bool Detached)
{
    /// <summary>Whose stream it will be (<see cref="Agents.IAgentCli.Name"/>).</summary>
    public string Cli { get; init; } = "claude-code";
}

/// <summary>Who runs.</summary>
internal sealed record RunnerPids(ProcessIdentity Runner, ProcessIdentity? Claude);

/// <summary>How it ended.</summary>
/// <param name="Code">The exit code; null when it could not be had.</param>
/// <param name="Note">What the runner has to say to it.</param>
/// <param name="At">When.</param>
/// <param name="Leftovers">Processes of the session that outlived it and were ended by the runner.</param>
internal sealed record RunnerExit(int? Code, string Note, DateTimeOffset At, int Leftovers);

/// <summary>The part of a case that a report needs after a restart of the daemon.</summary>
internal sealed record CaseRecord(
    string Gateway, string Incident, string Symptom, IReadOnlyList<string> Evidence, IReadOnlyList<string> History,
    DateTimeOffset OpenedAt, DateTimeOffset TreatedAt, string Shell)
{
    /// <summary>What kind of outage it is.</summary>
    public string Signature { get; init; } = "unknown";

    /// <summary>The session's id; null before the first one.</summary>
    public string? Session { get; init; }
}

[JsonSerializable(typeof(LaunchOrder))]
[JsonSerializable(typeof(RunnerPids))]
[JsonSerializable(typeof(RunnerExit))]
[JsonSerializable(typeof(CaseRecord))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class DoctorJson : JsonSerializerContext
{
    /// <summary>Writes a file by rename.</summary>
    public static Task Write<T>(string path, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancel) =>
        PrivateFiles.Write(path, JsonSerializer.SerializeToUtf8Bytes(value, type), cancel);

    /// <summary>Reads a file that is written by rename, so that it is whole when it is there; null when it is not.</summary>
    public static async Task<T?> Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancel) where T : class
    {
        var bytes = await PrivateFiles.Read(path, cancel);
        return bytes.Length == 0 ? null : JsonSerializer.Deserialize(bytes, type);
    }

    /// <summary>The same for what can be done without: half a file, left by a disk that was full or a machine that lost its power, counts as none.</summary>
    public static async Task<T?> ReadIfWhole<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancel) where T : class
    {
        try
        {
            return await Read(path, type, cancel);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
