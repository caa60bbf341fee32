using System.Security.Cryptography;
using System.Text;

namespace OpenClaw.Host.Doctors.Proposals;

/// <summary>
/// Names exactly one proposal: made of everything that it depends on (what would be done, and the files as they were when it was made), so that the same mark
/// made again later says that nothing has changed since. Short enough to be typed from an alert.
/// </summary>
internal static class ProposalMark
{
    private const int Length = 12;

    /// <summary>The mark of these parts. Their order and their borders count.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts) text.Append(part.Length).Append(':').Append(part);
        return Hex(Encoding.UTF8.GetBytes(text.ToString()))[..Length];
    }

    /// <summary>A file's content as a part; of one that is missing, too large or unreadable, that it is.</summary>
    public static string Content(string path, long largest = 1024 * 1024)
    {
        try
        {
            var file = new FileInfo(PrivateFiles.RealPath(path));
            return !file.Exists ? "none" : file.Length > largest ? "large" : Hex(File.ReadAllBytes(file.FullName));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }

    /// <summary>Bytes as a part.</summary>
    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
