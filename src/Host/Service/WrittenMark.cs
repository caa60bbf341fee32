using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OpenClaw.Host.Service;

/// <summary>
/// The line by which a file is known as one that <c>install</c> wrote and nobody has edited since: the hash of the file itself, with this line's hash left out. A file without it, or with
/// one that does not fit, is its owner's work and is never written over.
/// </summary>
internal static partial class WrittenMark
{
    /// <summary>Where in a text the mark goes.</summary>
    public const string Place = "sha256 -";

    /// <summary>The text with its mark.</summary>
    public static string Add(string text)
    {
        var at = text.IndexOf(Place, StringComparison.Ordinal);
        return $"{text[..at]}sha256 {Hash(text)}{text[(at + Place.Length)..]}";
    }

    /// <summary>Nobody has changed it since.</summary>
    public static bool IsUntouched(string text) => Mark().Match(text) is { Success: true } mark && Hash(string.Concat(text.AsSpan(0, mark.Index), Place, text.AsSpan(mark.Index + mark.Length))) == mark.Groups[1].Value;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("sha256 ([0-9a-f]{64})", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
