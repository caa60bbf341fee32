namespace OpenClaw.Host.Playbook.Config;

/// <summary>Which settings decide who may do what: they are never taken out without knowing what stood there before, as the default may be wider than what the owner wanted.</summary>
internal static class Access
{
    private static readonly string[] Words =
        ["auth", "allow", "deny", "policy", "sandbox", "security", "approv", "permission", "secret", "token", "password", "tls", "trusted", "bind", "restrict", "elevated", "owner"];

    /// <summary>Whether the path is about that.</summary>
    public static bool Guards(KeyPath path) => path.Segments.Any(static segment => Words.Any(word => segment.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
