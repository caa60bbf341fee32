using System.Text.Json;
using System.Text.Json.Serialization;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Direct;

/// <summary>What is remembered of the directly run gateway across restarts of the daemon.</summary>
/// <param name="Process">The process that was started or adopted.</param>
/// <param name="BootId">The boot in which it was: start times count from it.</param>
/// <param name="Command">Its command line with secrets masked, for people.</param>
/// <param name="Exit">How it ended, null while it runs.</param>
/// <param name="ConfigAtExit">The config when the exit was noticed.</param>
/// <param name="Executable">The file it runs, where that can be read.</param>
public sealed record DirectRecord(
    ProcessIdentity Process, string BootId, string Command, ProcessExit? Exit, ConfigStamp? ConfigAtExit, string? Executable = null);

/// <summary>Source-generated JSON of <see cref="DirectRecord"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DirectRecord))]
internal sealed partial class DirectRecordJson : JsonSerializerContext;

/// <summary>The file <c>direct-gateway.json</c>: 0600, replaced as a whole so that it is never half written.</summary>
internal sealed class DirectMemory(string folder, ILogger log)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path = Path.Combine(folder, "direct-gateway.json");

    /// <summary>What this boot remembers; null when there is nothing or it cannot be read.</summary>
    public DirectRecord? Load()
    {
        try
        {
            if (!File.Exists(_path))
                return null;
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(_path), DirectRecordJson.Default.DirectRecord);
            return record?.Process is not null ? record : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            log.LogWarning("{File} cannot be read and is not used: {Why}", _path, unreadable.Message);
            return null;
        }
    }

    /// <summary>Remembers. A disk that does not take it is no reason not to run the gateway; then the next daemon proves it by its port and lock.</summary>
    public void Save(DirectRecord record)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            var fresh = $"{_path}.{Environment.ProcessId}.tmp";
            using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            {
                JsonSerializer.Serialize(file, record, DirectRecordJson.Default.DirectRecord);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, _path, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{File} cannot be written: {Why}", _path, unwritable.Message);
        }
    }

    /// <summary>The name of this boot of the machine.</summary>
    public static string BootId() =>
        OperatingSystem.IsLinux() && Linux.ProcFile.Read("/proc/sys/kernel/random/boot_id") is { } id ? id.Trim() : "";
}
