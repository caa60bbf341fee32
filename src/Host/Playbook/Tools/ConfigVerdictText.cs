using System.Text.Json;
using System.Text.RegularExpressions;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Tools;

/// <summary>
/// What <c>openclaw config validate --json</c> says (2026.9.6, measured): exit code 0 and <c>{"valid":true,"path",...,"warnings":[]}</c>, or exit code 1 and
/// <c>{"valid":false,"issues":[{"path","message"}],...}</c>. A path has dots and is <c>&lt;root&gt;</c> for the whole; of unknown keys it is the parent's, and the keys are named in the words only
/// (<c>Unrecognized keys: "a", "b"</c>; of a channel <c>must not have additional properties: "a"</c>). Text that is no JSON5 and includes that cannot be read are issues of the whole.
/// A missing <c>gateway.mode</c>, <c>remote</c> as the mode, a bind without auth and a newer <c>meta.lastTouchedVersion</c> are none: the gateway refuses them when it starts. Variables that are not
/// set and plugins that are not installed are warnings. An agent of <c>agents.list</c> is named <c>agents.entries.ID</c>.
/// </summary>
internal static partial class ConfigVerdictText
{
    private const string Root = "<root>";
    private const int LongestMessage = 500;
    private const int MostIssues = 200;

    // Not the config: the check looks up installed plugins in the state database, and that may be what is broken.
    private const string CannotLook = "read failed:";

    /// <summary>The verdict of an answer.</summary>
    /// <param name="answer">What the command line said.</param>
    /// <param name="scratch">The folder of the copy that was checked: it is replaced in all words.</param>
    /// <param name="besides">The folder that it stands for.</param>
    public static ConfigVerdict Of(CommandAnswer answer, string scratch, string besides)
    {
        try
        {
            var begin = answer.Output.IndexOf('{', StringComparison.Ordinal);
            if (begin < 0) return Unknown(answer);
            using var json = JsonDocument.Parse(answer.Output[begin..]);
            if (!json.RootElement.TryGetProperty("valid", out var valid)) return Unknown(answer);
            if (valid.ValueKind == JsonValueKind.True) return new(ConfigCheckResult.Valid, []);
            var issues = Issues(json.RootElement).Take(MostIssues)
                .SelectMany(issue => Split(issue.Path, Clean(issue.Message.Replace(scratch, besides, StringComparison.Ordinal)))).ToArray();
            return issues.FirstOrDefault(static issue => issue.Message.StartsWith(CannotLook, StringComparison.Ordinal)) is { } broken
                ? new(ConfigCheckResult.Unknown, [], broken.Message)
                : new(ConfigCheckResult.Invalid, issues);
        }
        catch (Exception strange) when (strange is JsonException or InvalidOperationException)
        {
            return Unknown(answer);
        }
    }

    private static ConfigVerdict Unknown(CommandAnswer answer) => new(ConfigCheckResult.Unknown, [], Clean(answer.Complaint));

    private static IEnumerable<(string Path, string Message)> Issues(JsonElement root) => root.TryGetProperty("issues", out var issues) && issues.ValueKind == JsonValueKind.Array
        ? issues.EnumerateArray().Where(static issue => issue.ValueKind == JsonValueKind.Object).Select(static issue => (Text(issue, "path"), Text(issue, "message")))
        : [];

    private static string Text(JsonElement issue, string name) => issue.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>An issue for each unknown key that the words name; the issue itself when they name none.</summary>
    internal static IEnumerable<ConfigIssue> Split(string path, string message)
    {
        var parent = path == Root ? "" : path;
        return UnknownKeys().Match(message) is { Success: true } unknown
            ? Quoted().Matches(unknown.Groups[1].Value).Select(key => new ConfigIssue(parent.Length == 0 ? key.Groups[1].Value : $"{parent}.{key.Groups[1].Value}", message))
            : [new ConfigIssue(parent, message)];
    }

    private static string Clean(string text) => UntrustedText.OneLine(Redactor.Redact(text), LongestMessage);

    [GeneratedRegex(@"(?:Unrecognized keys?|additional propert(?:y|ies)): ((?:""[^""]{1,200}""(?:, )?){1,100})")]
    private static partial Regex UnknownKeys();

    [GeneratedRegex("\"([^\"]{1,200})\"")]
    private static partial Regex Quoted();
}
