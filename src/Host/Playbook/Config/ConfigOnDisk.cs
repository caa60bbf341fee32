using System.Text;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>A gateway's config file, and what is known of its past.</summary>
internal static class ConfigOnDisk
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The folder against which the config's includes are resolved.</summary>
    public static string Folder(Patient patient) => Path.GetDirectoryName(patient.Gateway.ConfigPath)!;

    /// <summary>The text of the file; null when it cannot be had or cannot be written back byte for byte.</summary>
    public static async Task<string?> Read(string path, CancellationToken cancel)
    {
        try
        {
            var file = new FileInfo(PrivateFiles.RealPath(path));
            return file.Exists && file.Length <= Json5Document.LargestText ? Text(await File.ReadAllBytesAsync(file.FullName, cancel)) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The bytes as text, a byte order mark included; null when they are no UTF-8.</summary>
    public static string? Text(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The version that served last and is a config; null when there is none.</summary>
    public static async Task<Json5Document?> Served(Patient patient, CancellationToken cancel)
    {
        foreach (var version in (await patient.Served.Served(patient.Gateway.ConfigPath, cancel)).Take(3))
        {
            if (Json5Document.OrNull(await Text(patient, version, cancel)) is { Root: Json5Object } document) return document;
        }

        return null;
    }

    /// <summary>The text of a version that served; null when it cannot be had.</summary>
    public static async Task<string?> Text(Patient patient, History.ServedVersion version, CancellationToken cancel)
    {
        try
        {
            return Text(await patient.Served.Read(version, cancel));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes a file, through a link to its target, readable for its owner only.</summary>
    public static Task Write(string path, string text, CancellationToken cancel) => PrivateFiles.Write(PrivateFiles.RealPath(path), Strict.GetBytes(text), OwnerOnly, cancel);

    /// <summary>A placeholder of a redacted text stands in it: such a copy has lost its secrets.</summary>
    public static bool IsRedacted(string text) => text.Contains("__OPENCLAW_REDACTED__", StringComparison.Ordinal) || text.Contains("[redacted]", StringComparison.OrdinalIgnoreCase);

    /// <summary>It has what the gateway does not start without, or may have it in a file that it includes.</summary>
    public static bool HasMode(Json5Document document) => document.Words("gateway", "mode") is { Length: > 0 } || document.Text.Contains("$include", StringComparison.Ordinal);

    /// <summary>The keys in one line, without values: those may be secrets.</summary>
    public static string Names(IEnumerable<KeyPath> paths)
    {
        var all = paths.Select(static path => PlainText.Line(path.ToString(), 120)).ToArray();
        return all.Length switch { 0 => "nothing", <= 8 => string.Join(", ", all), _ => $"{string.Join(", ", all.Take(8))} and {all.Length - 8} more" };
    }
}
