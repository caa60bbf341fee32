using System.Text.Json;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.ClaudeCode;

namespace OpenClaw.Host.Doctors.Agents;

/// <summary>
/// OpenAI's Codex CLI (0.169.0), <c>codex exec --json</c>. Its wall is the operating system's: its commands may write to the working folder only, have no network, and
/// cannot read what the profile denies. The wall is tried out before the CLI gets its key or a word: where it does not hold, the session is not begun.
/// </summary>
internal sealed partial class CodexCli : IAgentCli
{
    private const string KeyVariable = "CODEX_API_KEY";

    /// <summary>There is but one.</summary>
    public static CodexCli Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "codex";

    /// <inheritdoc/>
    public bool IsConversation => false;

    /// <inheritdoc/>
    public bool WorksOnCopy => true;

    /// <inheritdoc/>
    public bool ProvesCageFirst => true;

    /// <inheritdoc/>
    public DoctorReply.Unavailable? WhyNot(ClaudeCodeOptions options) => null;

    /// <inheritdoc/>
    public async Task<AgentLaunch> Prepare(AgentOrder order, CancellationToken cancel)
    {
        var (program, options, folder) = (order.Program, order.Options, order.Folder);
        var environment = AgentScript.Environment(options, folder);
        if (options.ApiKey is not null)
        {
            PrivateFiles.Folder(folder.CliConfig);
            environment["CODEX_HOME"] = folder.CliConfig;
        }

        // Before the profile: it denies what is there, and what is written later would be readable for the session's commands.
        if (options.ApiKey is { } key) await PrivateFiles.Write(folder.Key, key, cancel);
        await PrivateFiles.Script(folder.Starter, "", cancel);
        await PrivateFiles.Write(folder.Settings, "the cage hides this file\n", cancel);
        string[] profile = ["-c", "default_permissions=\"doctor\"", "-c", $"permissions.doctor={Profile(options, folder)}"];
        var command = await AgentScript.Write(folder, options.ApiKey, KeyVariable, Preflight(program, profile, folder), Arguments(program, profile, options, folder), cancel);
        return new AgentLaunch(command, environment);
    }

    /// <inheritdoc/>
    public string MayDo(Autonomy autonomy, ClaudeCodeOptions options, IncidentFolder folder) => $"""
        - edit: {WorkCopy.Edits(autonomy, folder)}
        - run: openclaw config validate, openclaw config get|set|unset PATH ..., openclaw doctor --lint: they work on the copy, and there is no network
        - read: {Path.Combine(options.OpenClawState, "logs")}, /tmp/openclaw
        """;

    // Tried in the very sandbox of the session: it must write where it may, and neither write nor read where it may not.
    private static string Preflight(string program, string[] profile, IncidentFolder folder)
    {
        var (inside, outside) = (Path.Combine(folder.Work, ".cage-trial"), Path.Combine(folder.Root, "cage-trial"));
        string Q(string word) => ClaudeCage.Quote(word);
        var trial = $": > {Q(inside)} && ! ( : > {Q(outside)} ) 2>/dev/null && ! cat {Q(folder.Settings)} >/dev/null 2>&1";
        return $"{Q(program)} sandbox {string.Join(' ', profile.Select(Q))} -- /bin/sh -c {Q(trial)} </dev/null >/dev/null || {{ echo 'the sandbox does not hold' >&2; exit 70; }}\n"
            + $"test -e {Q(inside)} && test ! -e {Q(outside)} || {{ echo 'the sandbox does not hold' >&2; exit 70; }}\n"
            + $"rm -f {Q(inside)}\n: > {Q(folder.CageProof)}\n";
    }

    private static IEnumerable<string> Arguments(string program, string[] profile, ClaudeCodeOptions options, IncidentFolder folder) =>
    [
        program, "exec", "--json", "--skip-git-repo-check", "--ignore-user-config", "--ephemeral", "-C", folder.Work, .. profile,
        "-c", "shell_environment_policy={inherit=\"all\",exclude=[\"*KEY*\",\"*TOKEN*\",\"*SECRET*\"]}", "-c", "allow_login_shell=false",
        "-c", "web_search=\"disabled\"", "-c", "features.multi_agent=false", "-c", "check_for_update_on_startup=false",
        .. options.BaseUrl is { } url
            ? (string[])["-c", "model_provider=\"own\"", "-c",
                $"model_providers.own={{name=\"own\",base_url={Toml(url.ToString().TrimEnd('/'))},wire_api=\"responses\",env_key=\"{KeyVariable}\",request_max_retries=0,stream_max_retries=0}}"]
            : [],
        .. options.Model is { } model ? (string[])["-m", model] : [],
        "-",
    ];

    private static string Profile(ClaudeCodeOptions options, IncidentFolder folder)
    {
        string[] hidden =
        [
            folder.Settings, folder.Key, folder.Starter, folder.CliConfig, Path.Combine(options.OpenClawState, "credentials"), Path.Combine(options.OpenClawState, ".env"),
            .. ((string[])[".ssh", ".aws", ".gnupg", ".codex", ".claude", ".claude.json", ".gemini", ".config", ".netrc"]).Select(name => Path.Combine(options.UserHome, name)),
            .. Directory.Exists(options.Home) ? Directory.EnumerateFileSystemEntries(options.Home).Where(static e => Path.GetFileName(e) != "incidents") : [],
        ];
        var rules = hidden.SelectMany(static path => (string[])[path, PrivateFiles.RealPath(path)]).Distinct(StringComparer.Ordinal)
            .Where(static path => File.Exists(path) || Directory.Exists(path)).Select(static path => $"{Toml(path)}=\"deny\"");
        return $"{{filesystem={{\":root\"=\"read\",{string.Join(',', rules)},{Toml(PrivateFiles.RealPath(folder.Work))}=\"write\"}},network={{enabled=false}}}}";
    }

    private static string Toml(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <inheritdoc/>
    public string? WhatIsWrong(ClaudeEvent.Init init, IncidentFolder folder) => File.Exists(folder.CageProof) ? null : "its sandbox was not tried out";

    /// <inheritdoc/>
    public DoctorReply Judge(TurnResult result, string? error) => AgentFailure.Judge(result);

    /// <inheritdoc/>
    public DoctorReply.Unavailable Died(RunnerExit exit, string errors) => exit.Code == 70
        ? new DoctorReply.Unavailable(UnavailableKind.UnsafeSession, "Its sandbox does not hold on this machine, so it was told nothing.")
        : AgentFailure.Died(Name, exit, errors);

    /// <inheritdoc/>
    public IReadOnlyList<ClaudeEvent> Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? [.. Read(document.RootElement)] : [new ClaudeEvent.Other("noise")];
        }
        catch (JsonException)
        {
            return [new ClaudeEvent.Other("noise")];
        }
    }

    private static IEnumerable<ClaudeEvent> Read(JsonElement root)
    {
        var item = root.TryGetProperty("item", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var isItem = item.ValueKind == JsonValueKind.Object;
        return (root.Text("type"), isItem ? item.Text("type") : null) switch
        {
            ("thread.started", _) => [new ClaudeEvent.Init("sandbox", [], 0, "Codex's own choice or as set", "") { Program = "Codex CLI" }],
            ("item.completed", "agent_message") => [new ClaudeEvent.Said(item.Text("text") ?? "", null)],
            ("item.started", "command_execution") => [new ClaudeEvent.Called(item.Text("id") ?? "", "shell", item.Text("command") ?? "")],
            ("item.completed", "command_execution") =>
                [new ClaudeEvent.Answered(item.Text("id") ?? "", item.Text("aggregated_output") ?? "", item.Text("status") == "failed", item.Text("status") == "declined")],
            ("item.completed", "file_change") => Changed(item),
            ("turn.completed", _) => [Ended(false, null, "")],
            ("turn.failed", _) => [Ended(true, null, root.TryGetProperty("error", out var why) && why.ValueKind == JsonValueKind.Object ? why.Text("message") ?? "" : "")],
            // A refusal that no second try can change, told between two tries: some of them wait as long as the server likes.
            ("error", _) when Status(root.Text("message") ?? "") is { } status and >= 400 and < 500 => [Ended(true, status, root.Text("message")!)],
            ("error", _) => [new ClaudeEvent.Retrying(1, 1, Status(root.Text("message") ?? ""), root.Text("message") ?? "")],
            var (type, _) => [new ClaudeEvent.Other(type ?? "unknown")],
        };
    }

    private static IEnumerable<ClaudeEvent> Changed(JsonElement item)
    {
        var id = item.Text("id") ?? "";
        var files = string.Join(", ", item.List("changes").Where(static c => c.ValueKind == JsonValueKind.Object).Select(static c => c.Text("path")));
        return [new ClaudeEvent.Called(id, "edit", files), new ClaudeEvent.Answered(id, "", item.Text("status") == "failed", false)];
    }

    private static ClaudeEvent.Ended Ended(bool isError, int? status, string text) =>
        new(new TurnResult("turn", isError, isError ? "api_error" : "completed", status ?? Status(text), Word(text), text, 1, 0, ""));

    // The CLI has no field for it: these are its own words, with the status in them where there was one.
    private static string? Word(string text) =>
        text.StartsWith("Quota exceeded", StringComparison.Ordinal) || text.StartsWith("You've hit your usage limit", StringComparison.Ordinal) ? "quota"
        : text.Contains("error sending request", StringComparison.Ordinal) || text.Contains("stream disconnected", StringComparison.Ordinal) || text.Contains("Connection failed", StringComparison.Ordinal) ? "network"
        : text.StartsWith("Missing environment variable", StringComparison.Ordinal) || text.Contains("Not logged in", StringComparison.Ordinal) ? "auth"
        : text.Contains("high demand", StringComparison.Ordinal) || text.Contains("Internal server error", StringComparison.OrdinalIgnoreCase) ? "server" : null;

    private static int? Status(string text) => StatusWords().Match(text) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"\bstatus:? (\d{3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex StatusWords();
}
