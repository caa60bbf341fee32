using System.Globalization;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Config;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Tests.Playbook.Config;

/// <summary>Stands for OpenClaw's check: a small strict schema with the words and the paths of the real one.</summary>
internal sealed class StrictCheck : IOpenClawTool
{
    private static readonly Dictionary<string, string> Schema = new(StringComparer.Ordinal)
    {
        [""] = "gateway agents logging ui meta",
        ["gateway"] = "mode port bind auth remote controlUi",
        ["gateway.auth"] = "mode token",
        ["gateway.remote"] = "url",
        ["gateway.controlUi"] = "enabled",
        ["agents"] = "defaults",
        ["agents.defaults"] = "workspace timeoutSeconds maxConcurrent",
        ["logging"] = "level",
        ["ui"] = "seamColor theme",
        ["gateway.mode"] = "string",
        ["gateway.port"] = "number",
        ["gateway.bind"] = "string",
        ["gateway.auth.mode"] = "string",
        ["gateway.auth.token"] = "string",
        ["gateway.remote.url"] = "string",
        ["gateway.controlUi.enabled"] = "boolean",
        ["agents.defaults.workspace"] = "string",
        ["agents.defaults.timeoutSeconds"] = "number",
        ["agents.defaults.maxConcurrent"] = "number",
        ["logging.level"] = "string",
        ["ui.seamColor"] = "string",
        ["ui.theme"] = "string",
    };

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Names only the outermost key that something is wrong with, as OpenClaw does for unions.</summary>
    public bool IsVague { get; init; }

    /// <summary>It cannot be asked.</summary>
    public bool IsAway { get; init; }

    /// <summary>What <c>doctor --fix</c> does.</summary>
    public Func<CommandAnswer> Doctor { get; init; } = static () => new(0, "", "");

    public Task<ConfigVerdict> Check(string config, string besides, CancellationToken cancel)
    {
        Asked++;
        if (IsAway) return Task.FromResult(new ConfigVerdict(ConfigCheckResult.Unknown, [], "away"));
        var issues = Json5Document.TryParse(config, out var document, out var error) ? Issues("", document.Root).ToArray() : [new("", $"JSON5 parse failed: {error}")];
        if (IsVague) issues = [.. issues.Select(static issue => new ConfigIssue(issue.Path.Split('.')[0], "Invalid input"))];
        return Task.FromResult(new ConfigVerdict(issues.Length == 0 ? ConfigCheckResult.Valid : ConfigCheckResult.Invalid, issues));
    }

    public Task<CommandAnswer> Run(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel) => Task.FromResult(Doctor());

    private static IEnumerable<ConfigIssue> Issues(string path, Json5Value value)
    {
        if (path == "meta") yield break;
        var rule = Schema[path];
        if (rule is "string" or "number" or "boolean")
        {
            var found = value switch { Json5Scalar { Value: string } => "string", Json5Scalar { Value: double } => "number", Json5Scalar { Value: bool } => "boolean", _ => "other" };
            if (found != rule) yield return new(path, string.Create(CultureInfo.InvariantCulture, $"Invalid input: expected {rule}, received {found}"));
            yield break;
        }

        if (value is not Json5Object members)
        {
            yield return new(path, "Invalid input: expected object, received string");
            yield break;
        }

        var known = rule.Split(' ');
        foreach (var name in members.Names)
        {
            if (!known.Contains(name)) yield return new(path.Length == 0 ? "<root>" : path, $"Unrecognized key: \"{name}\"");
            else foreach (var issue in Issues(path.Length == 0 ? name : $"{path}.{name}", members.Find(name)!.Value)) yield return issue;
        }
    }
}
