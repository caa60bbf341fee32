using System.Net;

namespace OpenClaw.Host.Configuration;

/// <summary>What counts as a usable address.</summary>
internal static class SettingsUrls
{
    private const int ShortestToken = 8;

    /// <summary>The gateway's address: http or https, and ws or wss as the same port speaks both (OpenClaw's own CLI reads the same variable as ws).</summary>
    public static Uri Gateway(Given given)
    {
        var text = given.Text.StartsWith("ws://", StringComparison.OrdinalIgnoreCase) ? "http" + given.Text[2..]
            : given.Text.StartsWith("wss://", StringComparison.OrdinalIgnoreCase) ? "https" + given.Text[3..]
            : given.Text;
        var url = Parse(given, text, "http://localhost:18789/");
        return url.UserInfo.Length == 0
            ? url
            : throw SettingsReader.Wrong(given, "an address must not hold a user or a password", "Remove what stands before the '@'");
    }

    /// <summary>An address that something secret is sent to: https, or http to this machine only.</summary>
    public static Uri Guarded(Given given, string example)
    {
        var url = Parse(given, given.Text, example);
        return url.Scheme == Uri.UriSchemeHttps || IsLoopback(url)
            ? url
            : throw SettingsReader.Wrong(given, "http is allowed to this machine only, as it would show the secret to the network", "Use https://");
    }

    /// <summary>What must be masked of an address that is a secret: its last part is the secret proper, and is masked alone too, as somebody may print the path or a part of it.</summary>
    public static IEnumerable<SecretText> SecretsOf(Given given, Uri url)
    {
        yield return new SecretText(given.Text);
        yield return new SecretText(url.AbsoluteUri);
        if (url.Segments[^1].Trim('/') is { Length: >= ShortestToken } token) yield return new SecretText(token);
    }

    /// <summary>Whether the address is this machine for certain: a literal loopback address or <c>localhost</c>.</summary>
    public static bool IsLoopback(Uri url) =>
        string.Equals(url.IdnHost, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(url.IdnHost, out var address) && IPAddress.IsLoopback(address));

    private static Uri Parse(Given given, string text, string example) =>
        given.Items is null && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0
            ? url
            : throw SettingsReader.Wrong(given, "expected an http or https address", $"Write for example \"{example}\"");
}
