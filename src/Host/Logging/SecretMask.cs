using System.Text;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Logging;

/// <summary>Takes known secrets out of a text, in each spelling they may have there: plain, escaped for JSON, escaped for a URL.</summary>
public sealed class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "***";

    // Shorter ones would take parts out of innocent words.
    private const int ShortestSecret = 6;

    private readonly string[] _spellings;

    /// <summary>Creates a mask.</summary>
    public SecretMask(IEnumerable<SecretText> secrets) =>
        _spellings = [.. secrets.Select(static s => s.Reveal()).Where(static s => s.Length >= ShortestSecret).SelectMany(Spellings).Distinct().OrderByDescending(static s => s.Length)];

    /// <summary>The text without secrets.</summary>
    public string Apply(string text)
    {
        foreach (var spelling in _spellings)
        {
            if (text.Contains(spelling, StringComparison.Ordinal))
                text = text.Replace(spelling, Mask, StringComparison.Ordinal);
        }
        return text;
    }

    private static IEnumerable<string> Spellings(string secret) =>
        [secret, Uri.EscapeDataString(secret), JsonEscaped(secret), System.Text.Json.JsonEncodedText.Encode(secret).ToString()];

    // As Serilog's JSON formatter escapes: quotes and backslashes only, for what a secret is made of.
    private static string JsonEscaped(string secret) =>
        new StringBuilder(secret).Replace("\\", "\\\\").Replace("\"", "\\\"").ToString();
}
