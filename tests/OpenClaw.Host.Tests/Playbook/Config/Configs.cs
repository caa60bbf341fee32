using OpenClaw.Host.Playbook.Config;

namespace OpenClaw.Host.Tests.Playbook.Config;

/// <summary>A config as an owner keeps it, and short words for specs.</summary>
internal static class Configs
{
    public const string Served =
        """
        // home server: do not touch on Fridays
        {
          "gateway": {
            "mode": "local", // never remote here
            "port": 18789,
            "bind": "loopback",
            "auth": { "mode": "token", "token": "s3cret-of-the-owner" },
          },
          agents: { defaults: { workspace: '~/w', maxConcurrent: 3 } },
          /* colours */
          "ui": {
            "seamColor": "#AA5533"
          },
          "meta": { "lastTouchedVersion": "2026.9.6" }
        }

        """;

    public static Json5Document Doc(string text) => Json5Document.TryParse(text, out var document, out var error) ? document : throw new FormatException(error.ToString());

    public static KeyPath Path(string dotted) => KeyPath.Of(dotted.Split('.'));

    /// <summary>The text with one piece of it replaced, which must be there exactly once.</summary>
    public static string But(this string text, string piece, string other) =>
        text.Split(piece).Length == 2 ? text.Replace(piece, other, StringComparison.Ordinal) : throw new ArgumentException($"not there once: {piece}");
}
