using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Digests;

/// <summary>A digest as news for people.</summary>
internal static class DigestNews
{
    private const int MostLines = 40;

    /// <summary>Makes the news. The same period has the same key, so that it is told once however often it is asked for.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="voice">The gateway in whose name it is told, where it is about all of them.</param>
    /// <param name="channels">The channels it is for.</param>
    public static Announcement Of(Digest digest, GatewayId voice, IReadOnlyList<string> channels)
    {
        var lines = DigestText.Lines(digest).Select(static line => $"{line.Label}: {line.Text}").ToArray();
        return new Announcement(
            $"digest/{Stamp(digest.From)}/{Stamp(digest.To)}", digest.Gateway ?? voice, null, Severity.Info,
            $"Digest of {DigestText.Length(digest)}: {DigestText.Headline(digest)}",
            $"{DigestText.Period(digest)}, {(digest.Gateway is { } one ? $"gateway {one}" : "all gateways")}.",
            lines.Length <= MostLines ? lines : [.. lines.Take(MostLines), $"and {lines.Length - MostLines} more lines: openclaw-actors digest"],
            digest.OpenCount > 0 ? "openclaw-actors incidents --open" : null, digest.To)
        {
            PassesFloor = true,
            Only = channels,
        };
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
