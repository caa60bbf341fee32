using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Surface;

/// <summary>The status page, <c>openclaw.page</c>.</summary>
/// <param name="Enabled"><c>enabled</c>: without it nothing listens on TCP.</param>
/// <param name="Port"><c>port</c> on 127.0.0.1.</param>
/// <param name="Token">OPENCLAW_ACTORS_PAGE_TOKEN: who has it may give orders on the page, a secret; null: the page only shows.</param>
public sealed record PageSettings(bool Enabled, int Port, SecretText? Token)
{
    /// <summary>The variable that holds the token.</summary>
    public const string TokenVariable = "OPENCLAW_ACTORS_PAGE_TOKEN";

    private const string EnabledKey = "page.enabled";
    private const string PortKey = "page.port";
    private const string TokenKey = "page.token";

    // 16 characters of a random token are 64 bits at least; a word that somebody thought of is mostly shorter.
    private const int ShortestToken = 16;
    private const int LongestToken = 200;

    internal static IReadOnlyList<KnownKey> Keys { get; } = [new(EnabledKey), new(PortKey), new(TokenKey, TokenVariable, VariableOnly: true, Secret: true)];

    /// <summary>Reads it.</summary>
    internal static PageSettings Read(SettingsReader read) => new(read.Switch(EnabledKey), read.Count(PortKey, 1, 65535), Secret(read));

    /// <summary>What must be masked.</summary>
    internal static IEnumerable<SecretText> Secrets(SettingsReader read) => Secret(read) is { } token ? [token] : [];

    private static SecretText? Secret(SettingsReader read)
    {
        if (read.Find(TokenKey) is not { } given) return null;
        return given.Text.Length is >= ShortestToken and <= LongestToken && given.Text.All(static c => char.IsAscii(c) && !char.IsControl(c) && c != ' ')
            ? new SecretText(given.Text)
            : throw SettingsReader.Wrong(given, $"expected {ShortestToken} to {LongestToken} printable ASCII characters without a blank", "Make one with: openssl rand -hex 24");
    }
}
