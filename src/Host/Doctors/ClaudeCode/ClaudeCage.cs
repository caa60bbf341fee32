using System.Text.Json.Nodes;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.Proposals;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// What a session may do: look at the gateway with named <c>openclaw</c> commands, read its config and logs, change its config and write one
/// report. Everything else is denied without a question. The rules are the wall (a CLI that cannot read its settings would go on without
/// them and without a word), so a session must prove that it has read them before it is told anything.
/// </summary>
/// <remarks>
/// Known limit: the config itself can name commands that OpenClaw runs (secret providers, plugins). Whoever may edit it may do that, which is
/// why every change is shown in the report and taken back unless the gateway is healthy.
/// </remarks>
internal static class ClaudeCage
{
    /// <summary>The mode in which nothing is asked: what is not allowed is denied.</summary>
    public const string Mode = "dontAsk";

    /// <summary>The only tools that exist in the session.</summary>
    public static IReadOnlyList<string> Tools { get; } = ["Bash", "Edit", "Read", "Write"];

    /// <summary>The <c>openclaw</c> commands of the cage; a trailing <c>*</c> stands for further arguments.</summary>
    public static IReadOnlyList<string> Commands { get; } =
    [
        "openclaw --version", "openclaw status", "openclaw status *", "openclaw health", "openclaw health *",
        "openclaw gateway status", "openclaw gateway status *", "openclaw logs", "openclaw logs *",
        "openclaw config validate", "openclaw config validate *", "openclaw config file", "openclaw config get *",
        "openclaw config set *", "openclaw config unset *", "openclaw doctor --lint", "openclaw doctor --lint *",
    ];

    /// <summary>The same for a session that may do so much: one that only proposes or advises has no command that writes.</summary>
    public static IReadOnlyList<string> CommandsFor(Autonomy autonomy) =>
        autonomy == Autonomy.Auto ? Commands : [.. Commands.Where(static command => !Writing.Any(w => command.StartsWith(w, StringComparison.Ordinal)))];

    private static readonly string[] Writing = ["openclaw config set", "openclaw config unset"];

    // Options that turn a command of the list into something else: a repair, a connection to another host (with the gateway's token), a command of the config's.
    private static readonly string[] DeniedOptions =
    [
        "--fix", "--repair", "--force", "--generate-gateway-token", "--session-sqlite", "--allow-exec", "--url", "--batch-file", "--batch-json", "--provider", "--github-issue",
    ];

    /// <summary>The settings file of the session.</summary>
    public static string Settings(ClaudeCodeOptions options, IncidentFolder folder, Autonomy autonomy = Autonomy.Auto)
    {
        var settings = new JsonObject
        {
            ["permissions"] = new JsonObject { ["defaultMode"] = Mode, ["allow"] = Texts(Allowed(options, folder, autonomy)), ["deny"] = Texts(Denied(options, folder).Concat(Forbidden(options, autonomy))) },
            ["hooks"] = new JsonObject
            {
                ["SessionStart"] = new JsonArray(new JsonObject
                {
                    ["hooks"] = new JsonArray(new JsonObject { ["type"] = "command", ["command"] = $": > {Quote(folder.CageProof)}" }),
                }),
            },
        };
        if (options.ApiKey is not null) settings["apiKeyHelper"] = Quote(folder.KeyHelper);
        return settings.ToJsonString();
    }

    /// <summary>Null when the session is in its cage, otherwise what is wrong with it.</summary>
    public static string? WhatIsWrong(ClaudeEvent.Init init) =>
        init.PermissionMode != Mode ? $"its permission mode is '{PlainText.Line(init.PermissionMode, 40)}'"
        : !init.Tools.Order(StringComparer.Ordinal).SequenceEqual(Tools) ? $"its tools are {PlainText.Line(string.Join(", ", init.Tools), 200)}"
        : init.McpServers > 0 ? $"it has {init.McpServers} MCP servers"
        : null;

    private static IEnumerable<string> Allowed(ClaudeCodeOptions options, IncidentFolder folder, Autonomy autonomy) =>
    [
        .. CommandsFor(autonomy).Select(static command => $"Bash({command})"),
        .. Paths(options.OpenClawConfig).Select(static path => $"Read({path})"),
        .. autonomy == Autonomy.Auto ? Paths(options.OpenClawConfig).Select(static path => $"Edit({path})") : [],
        .. autonomy == Autonomy.Ask ? Paths(new ConfigProposal(options.OpenClawConfig, folder.Root).Copy).SelectMany(static path => (string[])[$"Read({path})", $"Edit({path})"]) : [],
        .. Paths(Path.Combine(options.OpenClawState, "logs")).Select(static path => $"Read({path}/**)"),
        .. Paths("/tmp/openclaw").Select(static path => $"Read({path}/**)"),
        .. Paths(folder.DoctorReport).SelectMany(static path => (string[])[$"Read({path})", $"Edit({path})"]),
    ];

    /// <summary>Said twice: what is only proposed must not be done, whatever else a settings file of the owner's allows.</summary>
    private static IEnumerable<string> Forbidden(ClaudeCodeOptions options, Autonomy autonomy) =>
        autonomy == Autonomy.Auto ? [] : [.. Writing.Select(static command => $"Bash({command}*)"), .. Paths(options.OpenClawConfig).Select(static path => $"Edit({path})")];

    private static IEnumerable<string> Denied(ClaudeCodeOptions options, IncidentFolder folder)
    {
        var files = new List<string> { folder.Key, folder.KeyHelper, folder.Settings, folder.Launch, Path.Combine(options.OpenClawState, ".env") };
        var folders = new List<string>
        {
            Path.Combine(options.UserHome, ".ssh"), Path.Combine(options.UserHome, ".aws"), Path.Combine(options.UserHome, ".gnupg"),
            Path.Combine(options.OpenClawState, "credentials"), folder.CliConfig,
        };
        foreach (var entry in Directory.Exists(options.Home) ? Directory.EnumerateFileSystemEntries(options.Home) : [])
            if (Path.GetFileName(entry) != "incidents") (Directory.Exists(entry) ? folders : files).Add(entry);
        return
        [
            .. DeniedOptions.Select(static option => $"Bash(openclaw *{option}*)"),
            .. files.SelectMany(Paths).SelectMany(static path => (string[])[$"Read({path})", $"Edit({path})"]),
            .. folders.SelectMany(Paths).SelectMany(static path => (string[])[$"Read({path}/**)", $"Edit({path}/**)"]),
        ];
    }

    // An absolute path begins with two strokes in a rule; one stroke would mean "relative to the settings". Both names of a linked path are listed.
    private static IEnumerable<string> Paths(string path) =>
        new[] { Path.GetFullPath(path), PrivateFiles.RealPath(path) }.Distinct(StringComparer.Ordinal).Select(static absolute => $"/{absolute}");

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Distinct(StringComparer.Ordinal).Select(static text => (JsonNode)JsonValue.Create(text))]);

    /// <summary>A word for the shell.</summary>
    internal static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
