using System.Text.Json;
using System.Text.RegularExpressions;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>Finds a runtime that OpenClaw takes: first the one that the job named when it last served, then those in the owner's PATH and in the places where they are usually installed.</summary>
internal static partial class NodeSearch
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The first that exists, runs and is supported, with its version; null when there is none.</summary>
    public static async Task<(string Path, string Version)?> Find(Patient patient, string? package, CancellationToken cancel)
    {
        if (Range(package) is not { } range) return null;
        foreach (var node in (await OfServed(patient, cancel)).Concat(Usual(patient, package)).Where(File.Exists).Distinct())
        {
            if (await new HostCommand(node, patient.Time).Run(["--version"], cancel, Limit) is { Succeeded: true, Output: var said }
                && EngineRange.Takes(range, said.Trim())) return (node, said.Trim());
        }

        return null;
    }

    /// <summary>What a package says of its runtime; null when it cannot be read.</summary>
    public static string? Range(string? package)
    {
        try
        {
            if (package is null) return null;
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "package.json")));
            return json.RootElement.TryGetProperty("engines", out var engines) && engines.TryGetProperty("node", out var node) ? node.GetString() : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<string>> OfServed(Patient patient, CancellationToken cancel)
    {
        if (patient.Job.File is not { } job || await patient.Served.Served(job, cancel) is not [var last, ..]) return [];
        try
        {
            return [.. NodePath().Matches(System.Text.Encoding.UTF8.GetString(await patient.Served.Read(last, cancel))).Select(static m => m.Value)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Usual(Patient patient, string? package)
    {
        var home = patient.Gateway.Home;
        if (package is not null) yield return Path.Combine(Path.GetDirectoryName(package)!, "node", "bin", "node");
        foreach (var folder in patient.SearchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted)) yield return Path.Combine(folder, "node");
        foreach (var (root, rest) in ((string, string)[])
        [
            (Path.Combine(home, ".nvm", "versions", "node"), "bin/node"), (Path.Combine(home, ".local", "share", "fnm", "node-versions"), "installation/bin/node"),
            (Path.Combine(home, ".fnm", "node-versions"), "installation/bin/node"), (Path.Combine(home, ".volta", "tools", "image", "node"), "bin/node"),
            (Path.Combine(home, ".asdf", "installs", "nodejs"), "bin/node"), (Path.Combine(home, ".local", "share", "mise", "installs", "node"), "bin/node"),
            ("/opt/homebrew/opt", "bin/node"), ("/usr/local/opt", "bin/node"),
        ])
        {
            // The newest first; by name is good enough among those that are supported.
            foreach (var version in Folders(root).OrderDescending(StringComparer.Ordinal)) yield return Path.Combine(version, rest);
        }

        foreach (var node in (string[])[Path.Combine(home, ".npm-global", "lib/node_modules/node/bin/node"), "/opt/homebrew/bin/node", "/usr/local/bin/node", "/usr/bin/node"]) yield return node;
    }

    private static string[] Folders(string root)
    {
        try
        {
            return Directory.Exists(root) ? Directory.GetDirectories(root) : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"/[\w./@+-]*/node(?![\w./-])")]
    private static partial Regex NodePath();
}
