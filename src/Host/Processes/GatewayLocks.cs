using System.Globalization;
using System.Text.Json;

namespace OpenClaw.Host.Processes;

/// <summary>
/// OpenClaw's own lock files (2026.9.6): <c>STATE/tmp/openclaw-UID/gateway.*.lock</c>, JSON padded with white space, with the owner's pid, port and
/// start time. They stay behind when a gateway is killed, so a claim counts only for a process with that very start time. Read, never written or deleted.
/// </summary>
/// <param name="stateFolder">OpenClaw's state folder, <c>~/.openclaw</c> unless it is configured otherwise.</param>
public sealed class GatewayLocks(string stateFolder)
{
    private const int LargestLock = 64 * 1024;

    /// <summary>All claims that can be read, stale ones included.</summary>
    public IReadOnlyList<GatewayClaim> Read()
    {
        var folder = Path.Combine(stateFolder, "tmp", string.Create(CultureInfo.InvariantCulture, $"openclaw-{Posix.GetUid()}"));
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder, "gateway.*.lock").Select(ReadClaim).OfType<GatewayClaim>()]
                : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static GatewayClaim? ReadClaim(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestLock)
                return null;
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("pid", out var pid) || !pid.TryGetInt32(out var number))
                return null;

            // The same folder holds the locks of short-lived commands; those name their role, a gateway names none.
            if (root.TryGetProperty("role", out var role) && !(role.ValueKind == JsonValueKind.String && role.ValueEquals("gateway")))
                return null;
            return new(number, Number(root, "startTime"), (int?)Number(root, "port"));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}

/// <summary>What one lock file claims.</summary>
/// <param name="Pid">The gateway's pid.</param>
/// <param name="StartTime">Its start time: clock ticks since boot on Linux, seconds since 1970 on macOS; null when it could not be read then.</param>
/// <param name="Port">The port it serves.</param>
public sealed record GatewayClaim(int Pid, long? StartTime, int? Port)
{
    /// <summary>Whether the claim is this process' own.</summary>
    public bool IsOf(ProcessEntry process) =>
        Pid == process.Identity.Pid
        && (StartTime is null || StartTime == process.Identity.StartTime || StartTime == process.StartedAt.ToUnixTimeSeconds());
}
