using OpenClaw.Host.Digests;

namespace OpenClaw.Host.Cli;

/// <summary>A digest for people, in a terminal.</summary>
internal static class DigestView
{
    private const string Meaning =
        "Autonomy: of what was healed, by a tier or after a human was called, the share without a call. What recovered by itself, was stopped by its owner or ended unseen counts neither way. " +
        "Uptime: the period without the incidents in the book, from the first sign to the first good look; what the healer did not see is not in it.";

    /// <summary>Its lines.</summary>
    public static IEnumerable<string> Lines(Digest digest, int width)
    {
        var about = digest.Gateway is { } gateway ? $", gateway {gateway}" : "";
        return
        [
            .. TextRows.Wrap($"{DigestText.Length(digest)}, {DigestText.Period(digest)}{about}", width),
            "",
            .. TextRows.Wrap(DigestText.Headline(digest), width),
            "",
            .. TextRows.Of([.. DigestText.Lines(digest)], width),
            "",
            .. TextRows.Wrap(Meaning, width),
        ];
    }
}
