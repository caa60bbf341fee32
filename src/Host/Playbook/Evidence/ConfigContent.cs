using System.Globalization;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Config;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>What a config that can be read shows by itself.</summary>
internal static class ConfigContent
{
    // OpenClaw's own placeholder, what its tools print in logs, and ours: none of them is ever a secret.
    private static readonly string[] Placeholders = ["__OPENCLAW_REDACTED__", "[REDACTED]", "<redacted>", Redactor.Mark];

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> Look(string path, Json5Document document, Patient patient)
    {
        // The gateway does not start without it (`existing config is missing gateway.mode`, exit 78), and OpenClaw's own check has nothing against it (2026.9.6).
        if (document.Find(KeyPath.Of("gateway", "mode")) is null)
            yield return Found.Blocking(FindingIds.ConfigClobbered, 0.9, "the config has no gateway.mode, without which the gateway does not start", path, ("path", path), ("why", "gateway.mode is missing"));
        var redacted = Strings(KeyPath.Root, document.Root).Where(static s => Placeholders.Contains(s.Text, StringComparer.OrdinalIgnoreCase)).Select(static s => s.Path.ToString()).ToArray();
        if (redacted.Length > 0)
            yield return Found.Warning(FindingIds.ConfigRedacted, 1, $"a placeholder stands where a secret should be: {string.Join(", ", redacted)}", path, ("paths", Found.List(redacted)));
        if (document.Words("meta", "lastTouchedVersion") is { } writer && PackageFacts.Version(patient.Programs.Find().Package) is { } installed && IsNewer(writer, installed))
            yield return Found.Warning(FindingIds.ConfigNewer, 1, $"the config was last written by OpenClaw {writer}, installed is {installed}", path, ("config", writer), ("installed", installed));
    }

    /// <summary>Every text in it with its place.</summary>
    public static IEnumerable<(KeyPath Path, string Text)> Strings(KeyPath at, Json5Value value) => value switch
    {
        Json5Scalar { Value: string text } => [(at, text)],
        Json5Object members => members.Names.SelectMany(name => Strings(at.Then(name), members.Find(name)!.Value)),
        Json5Array array => array.Items.SelectMany((item, index) => Strings(at.Then(index), item.Value)),
        _ => [],
    };

    /// <summary>Whether one release is later than another; only the numbers count (2026.9.6-2 is 2026.9.6 packed again).</summary>
    internal static bool IsNewer(string one, string other)
    {
        var (a, b) = (Numbers(one), Numbers(other));
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var (x, y) = (i < a.Length ? a[i] : 0, i < b.Length ? b[i] : 0);
            if (x != y) return x > y;
        }

        return false;
    }

    private static int[] Numbers(string version) =>
        [.. version.Split('-', '+')[0].Split('.').Select(static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];
}
