using System.Text.RegularExpressions;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Processes;
using Semver;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>The runtime that the gateway's job starts: is it there, and does OpenClaw take its version.</summary>
public sealed partial class NodeCollector : ICollector
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => "node";

    /// <inheritdoc/>
    public TimeSpan Limit => TimeSpan.FromSeconds(7);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <summary>Whether a version of Node.js is in a range as npm writes it; null when one of the two cannot be read.</summary>
    public static bool? Fits(string version, string range) =>
        SemVersion.TryParse(version.Trim().TrimStart('v'), SemVersionStyles.Strict, out var parsed) && SemVersionRange.TryParseNpm(range, out var taken) ? taken.Contains(parsed) : null;

    /// <summary>The version that a runtime says it is; null when it says none.</summary>
    public static async Task<string?> VersionOf(string program, TimeProvider time, CancellationToken cancel)
    {
        var answer = await new HostCommand(program, time).Run(["--version"], cancel, AnswerLimit);
        return answer.Succeeded && Version().Match(answer.Output.Trim()) is { Success: true } version ? version.Value : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var installation = patient.Programs.Find();
        if (installation.Node is not { } node) return [];
        if (!File.Exists(node)) return [Missing(node)];
        var version = await VersionOf(node, patient.Time, cancel);
        if (version is null) return [new Finding(FindingIds.NodeMissing, FindingSeverity.Blocking, "The runtime of the gateway cannot be run.", [$"{node} --version gives no version"], 0.8, [node]) { Facts = new Dictionary<string, string> { ["program"] = node } }];
        if (installation.Package is not { } package || !Directory.Exists(package) || PackageManifest.Read(package)?.NodeRange is not { } range || Fits(version, range) is not false) return [];
        return
        [
            new Finding(
                FindingIds.NodeUnsupported, FindingSeverity.Blocking, $"OpenClaw refuses Node.js {version}: it takes {UntrustedText.OneLine(range, 80)}.", [$"{node} is {version}; package.json takes {UntrustedText.OneLine(range, 80)}"], 1,
                [node, Path.Combine(package, "package.json")])
            {
                Facts = new Dictionary<string, string> { ["program"] = node, ["version"] = version, ["range"] = range },
            },
        ];
    }

    private static Finding Missing(string node) =>
        new(FindingIds.NodeMissing, FindingSeverity.Blocking, "The runtime that the gateway's job starts is not there.", [$"there is no {node}"], 1, [node]) { Facts = new Dictionary<string, string> { ["program"] = node } };

    [GeneratedRegex(@"^v\d{1,4}\.\d{1,4}\.\d{1,4}\S{0,40}$")]
    private static partial Regex Version();
}
