using System.Globalization;
using System.Security.Cryptography;

namespace OpenClaw.Host.Causes;

/// <summary>A file in a form that is only compared.</summary>
internal static class FileMark
{
    /// <summary>There is no such file.</summary>
    public const string Gone = "gone";

    private const long LargestText = 16 * 1024 * 1024;

    /// <summary>A small file by its mode and content: touching it changes nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="essence">What of its content counts; null for all of it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string OfText(string path, Func<byte[], byte[]>? essence = null)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return Gone;
        if (file.Length > LargestText)
            return OfProgram(path);
        var bytes = File.ReadAllBytes(path);
        return $"{File.GetUnixFileMode(path)} {Convert.ToHexStringLower(SHA256.HashData(essence?.Invoke(bytes) ?? bytes))}";
    }

    /// <summary>A file of any size by where it really lies, its length and its time; it is not opened.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static string OfProgram(string path)
    {
        var real = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        return real.Exists ? string.Create(CultureInfo.InvariantCulture, $"{real.FullName} {real.Length} {real.LastWriteTimeUtc.Ticks}") : Gone;
    }
}
