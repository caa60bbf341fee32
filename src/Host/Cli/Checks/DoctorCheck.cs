using System.Text.Json;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>The doctors of the chain: their programs, versions and logins. No model is asked, so nothing is spent; no secret is shown.</summary>
/// <param name="doctor">The doctors' settings.</param>
/// <param name="owner">The owner's environment.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class DoctorCheck(DoctorSettings doctor, OwnerEnvironment owner, TimeProvider time) : ICheck
{
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public string Area => "doctor";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(40);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        var found = await Task.WhenAll(doctor.Chain.Select(name => One(name, cancel)));
        return found.All(static lines => lines.Count == 0)
            ? [this.Warning("none is switched on: what restarts cannot mend goes to you at once", "openclaw.doctor.playbook.enabled = on needs no AI")]
            : [.. found.SelectMany(static lines => lines)];
    }

    private async Task<IReadOnlyList<CheckLine>> One(string name, CancellationToken cancel) => (name, doctor) switch
    {
        (DoctorNames.Playbook, { Playbook.Enabled: true }) => [this.Ok("is on, and needs nothing", name)],
        (DoctorNames.Claude, { Claude: { Enabled: true } claude }) => await Claude(claude, cancel),
        (DoctorNames.Compatible, { Compatible: { } compatible }) => [await Program(name, doctor.Claude.Command, cancel), this.Ok($"{compatible.Model} at {compatible.BaseUrl.GetLeftPart(UriPartial.Authority)} (not asked)", name)],
        (DoctorNames.Codex, { Codex: { } codex }) => await Codex(codex, cancel),
        (DoctorNames.Gemini, { Gemini: { } gemini }) => [await Program(name, gemini.Command, cancel), Login(name, gemini.ApiKey is not null, "GEMINI_API_KEY", File.Exists(Path.Combine(owner.Home, ".gemini", "oauth_creds.json")), "gemini")],
        (DoctorNames.Chat, { Chat: { } chat }) => [this.Ok($"{chat.Model} at {chat.BaseUrl.GetLeftPart(UriPartial.Authority)} (not asked)", name)],
        _ => [],
    };

    private async Task<IReadOnlyList<CheckLine>> Claude(ClaudeSettings claude, CancellationToken cancel)
    {
        var program = await Program(DoctorNames.Claude, claude.Command, cancel);
        if (program.Level != CheckLevel.Ok) return [program];
        // The CLI writes its own files at the first start: where there is none, it was never logged in.
        var folder = claude.ConfigDirectory ?? Path.Combine(owner.Home, ".claude");
        var wasUsed = claude.ConfigDirectory is not null ? Directory.Exists(folder) : Directory.Exists(folder) || File.Exists(Path.Combine(owner.Home, ".claude.json"));
        if (claude.ApiKey is not null || !wasUsed) return [program, Login(DoctorNames.Claude, claude.ApiKey is not null, "ANTHROPIC_API_KEY", false, "claude")];
        var variables = new Dictionary<string, string> { ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1", ["DISABLE_AUTOUPDATER"] = "1" };
        if (claude.ConfigDirectory is { } own) variables["CLAUDE_CONFIG_DIR"] = own;
        var answer = await new HostCommand(ClaudeCommand.Find(claude.Command, owner.SearchPath)!, time, variables).Run(["auth", "status"], cancel, Ask);
        return [program, LoggedIn(answer.Output) is { } isIn ? Login(DoctorNames.Claude, false, "ANTHROPIC_API_KEY", isIn, "claude")
            : this.Warning("whether it is logged in cannot be told by this version", "start 'claude' once and look", DoctorNames.Claude)];
    }

    private async Task<IReadOnlyList<CheckLine>> Codex(AgentSettings codex, CancellationToken cancel)
    {
        var program = await Program(DoctorNames.Codex, codex.Command, cancel);
        if (program.Level != CheckLevel.Ok) return [program];
        var path = ClaudeCommand.Find(codex.Command, owner.SearchPath)!;
        var isIn = codex.ApiKey is not null || (await new HostCommand(path, time).Run(["login", "status"], cancel, Ask)).Succeeded;
        // It is told nothing where its sandbox does not hold; better to know that by day.
        var sandbox = await new HostCommand(path, time).Run(["sandbox", "--", "/bin/sh", "-c", ":"], cancel, Ask);
        return
        [
            program, Login(DoctorNames.Codex, codex.ApiKey is not null, "CODEX_API_KEY", isIn, "codex login"),
            sandbox.Succeeded ? this.Ok("its sandbox works here", DoctorNames.Codex)
                : this.Fault($"its sandbox does not work here ({sandbox.Complaint}), so it is never begun", "Linux needs Landlock or unprivileged user namespaces (bubblewrap); or set openclaw.doctor.codex.enabled = off", DoctorNames.Codex),
        ];
    }

    private async Task<CheckLine> Program(string name, string command, CancellationToken cancel)
    {
        if (ClaudeCommand.Find(command, owner.SearchPath) is not { } path)
            return this.Warning($"{command} is not installed here, so this doctor is left out", $"install it, name its path in openclaw.doctor.{(name == DoctorNames.Compatible ? DoctorNames.Claude : name)}.command, or set openclaw.doctor.{name}.enabled = off", name);
        var answer = await new HostCommand(path, time).Run(["--version"], cancel, Ask);
        return answer.Succeeded ? this.Ok($"{CommandText.Clean(answer.Output.Trim())} ({path})", name) : this.Fault($"{path} does not run: {answer.Complaint}", "install it again", name);
    }

    private CheckLine Login(string name, bool byKey, string variable, bool isIn, string command) =>
        byKey ? this.Ok($"works with {variable}", name)
        : isIn ? this.Ok("is logged in", name)
        : this.Warning("is not logged in, so this doctor is left out", $"run '{command}' once and log in, or set {variable} in ~/.openclaw/.env", name);

    private static bool? LoggedIn(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("loggedIn", out var isIn) && isIn.ValueKind is JsonValueKind.True or JsonValueKind.False ? isIn.GetBoolean() : null;
        }
        catch (JsonException)
        {
            // An older version, or one that has other words.
            return null;
        }
    }
}
