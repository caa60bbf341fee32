using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenClaw.Host.Playbook.Config;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>The config as a file: whether it is there, can be read, is JSON5, and how it differs from what has served. OpenClaw's command line is not asked.</summary>
internal sealed class ConfigFileCollector : ICollector
{
    private const long LargestConfig = 16 * 1024 * 1024;

    // OpenClaw's own guard against a clobbered config (2026.9.6, io.snapshot): half the size of one that had at least so many bytes.
    private const int SmallestThatShrinks = 512;

    /// <inheritdoc/>
    public string Name => "config";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var path = patient.Gateway.ConfigPath;
        if (Kind(path) is { } obstacle) return [obstacle];
        var found = new List<Finding>();
        if (File.ResolveLinkTarget(path, returnFinalTarget: false) is not null)
            found.Add(Found.Warning(FindingIds.ConfigNotAFile, 0.6, "the config is a symbolic link; OpenClaw asks for a regular file", path, ("path", path), ("kind", "symbolic link")));
        var mode = File.GetUnixFileMode(path);
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, cancel);
        }
        catch (UnauthorizedAccessException)
        {
            return [.. found, await Unreadable(path, mode, patient, 1, cancel)];
        }

        // Root can read everything, and is not the one who says what the file is for.
        if (!mode.HasFlag(UnixFileMode.UserRead)) found.Add(await Unreadable(path, mode, patient, Posix.GetUid() == 0 ? 0.6 : 1, cancel));
        if (bytes.Length > LargestConfig) return [.. found, Found.Blocking(FindingIds.ConfigNotAFile, 0.9, "the config is larger than any config can be", path, ("path", path), ("kind", "huge file"))];
        var text = Encoding.UTF8.GetString(bytes);
        if (!Json5Document.TryParse(text, out var document, out var error)) found.Add(Syntax(path, error));
        else found.AddRange(ConfigContent.Look(path, document, patient));
        found.AddRange(await AgainstServed(path, bytes, document, patient, cancel));
        return found;
    }

    private static Finding? Kind(string path)
    {
        if (Directory.Exists(path)) return Found.Blocking(FindingIds.ConfigNotAFile, 1, "where the config should be is a folder", path, ("path", path), ("kind", "folder"));
        if (File.Exists(path)) return null;
        return new FileInfo(path).LinkTarget is not null
            ? Found.Blocking(FindingIds.ConfigNotAFile, 1, "the config is a symbolic link that leads nowhere", path, ("path", path), ("kind", "symbolic link"))
            : Found.Blocking(FindingIds.ConfigMissing, 1, $"there is no config at {path}", path, ("path", path));
    }

    private static async Task<Finding> Unreadable(string path, UnixFileMode mode, Patient patient, double confidence, CancellationToken cancel)
    {
        var uid = await Owners.Of(path, patient.Time, cancel);
        return Found.Blocking(
            FindingIds.ConfigUnreadable, confidence, $"the config cannot be read: its mode is {Owners.Octal(mode)}{(uid is { } owner && owner != Posix.GetUid() ? $" and it belongs to user id {owner}" : "")}", path,
            ("path", path), ("mode", Owners.Octal(mode)), ("uid", uid?.ToString(CultureInfo.InvariantCulture)));
    }

    private static Finding Syntax(string path, Json5Error error) => Found.Blocking(
        FindingIds.ConfigSyntax, 1, $"the config is no JSON5: {error}", path,
        ("path", path), ("line", Number(error.Line)), ("column", Number(error.Column)), ("message", error.Message));

    private static async Task<IReadOnlyList<Finding>> AgainstServed(string path, byte[] bytes, Json5Document? now, Patient patient, CancellationToken cancel)
    {
        if (await patient.Served.Served(path, cancel) is not [var last, ..] || last.Hash == Convert.ToHexStringLower(SHA256.HashData(bytes))) return [];
        var before = await Before(last, patient, cancel);
        var then = Json5Document.OrNull(before is null ? null : Encoding.UTF8.GetString(before));
        var paths = now is not null && then is not null ? Found.List(ConfigDiff.Of(then, now).Select(static p => p.ToString())) : "";
        var found = new List<Finding>
        {
            Found.Info(FindingIds.ConfigChanged, 1, $"the config differs from the one that served last ({IncidentMoment(last.LastServed)} UTC){(paths.Length > 0 ? $": {paths.Replace("\n", ", ", StringComparison.Ordinal)}" : "")}", path, ("paths", paths), ("hash", last.Hash)),
        };
        if (before is { Length: >= SmallestThatShrinks } && bytes.Length < before.Length / 2)
            found.Add(Found.Warning(FindingIds.ConfigClobbered, 0.9, $"the config has shrunk from {before.Length} to {bytes.Length} bytes since it served", path, ("path", path), ("why", $"it has {bytes.Length} bytes, the one that served had {before.Length}")));
        return found;
    }

    private static async Task<byte[]?> Before(History.ServedVersion last, Patient patient, CancellationToken cancel)
    {
        try
        {
            return await patient.Served.Read(last, cancel);
        }
        catch (IOException)
        {
            // That it differs is known by its hash; where it differs is not.
            return null;
        }
    }

    private static string IncidentMoment(DateTimeOffset at) => Cli.IncidentWords.Moment(at);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
