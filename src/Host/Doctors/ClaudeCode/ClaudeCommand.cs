using System.Globalization;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>The CLI's command line and environment. Neither holds a secret: every process of the machine can read the one, every tool the other.</summary>
internal static class ClaudeCommand
{
    /// <summary>Looks a program up as a shell would; null when it is nowhere.</summary>
    public static string? Find(string program, string searchPath)
    {
        IEnumerable<string> candidates = program.Contains('/')
            ? [Path.GetFullPath(program)]
            : searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, program));
        return candidates.FirstOrDefault(static file =>
            File.Exists(file) && (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
    }

    /// <summary>Program and arguments.</summary>
    public static IReadOnlyList<string> Arguments(string program, ClaudeCodeOptions options, IncidentFolder folder, Guid session) =>
    [
        program, "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--session-id", session.ToString(),
        "--permission-mode", ClaudeCage.Mode, "--permission-prompts", "none", "--tools", string.Join(',', ClaudeCage.Tools),
        "--setting-sources", "", "--settings", folder.Settings, "--strict-mcp-config", "--disable-slash-commands", "--no-session-persistence",
        "--max-turns", options.MaxTurns.ToString(CultureInfo.InvariantCulture),
        .. options.IsPriced ? (string[])["--max-budget-usd", options.MaxBudgetUsd.ToString(CultureInfo.InvariantCulture)] : [],
        .. options.Model is { } model ? (string[])["--model", model] : [],
        .. options.FallbackModel is { } fallback ? (string[])["--fallback-model", fallback] : [],
    ];

    /// <summary>The whole environment of the session. No wait of the CLI's own may outlast <paramref name="patience"/>, our stall clock.</summary>
    public static IReadOnlyDictionary<string, string> Environment(ClaudeCodeOptions options, IncidentFolder folder, TimeSpan patience)
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = options.SearchPath,
            ["HOME"] = options.UserHome,
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
            ["SHELL"] = "/bin/bash",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            ["DISABLE_AUTOUPDATER"] = "1",
            ["CLAUDE_CODE_DISABLE_BACKGROUND_TASKS"] = "1",
            ["CLAUDE_CODE_DISABLE_AUTO_MEMORY"] = "1",
            ["CLAUDE_CODE_MAX_RETRIES"] = "4",
            ["API_TIMEOUT_MS"] = Milliseconds(options.RequestTimeout, patience),
            ["CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS"] = Milliseconds(options.RequestTimeout * 0.75, patience),
            ["BASH_DEFAULT_TIMEOUT_MS"] = Milliseconds(TimeSpan.FromSeconds(60), patience),
            ["BASH_MAX_TIMEOUT_MS"] = Milliseconds(TimeSpan.FromSeconds(120), patience),
        };
        if (options.ApiKey is not null) environment["CLAUDE_CONFIG_DIR"] = folder.CliConfig;
        else if (options.ClaudeConfigFolder is { } own) environment["CLAUDE_CONFIG_DIR"] = own;
        if (options.BaseUrl is { } url) environment["ANTHROPIC_BASE_URL"] = url.ToString().TrimEnd('/');

        // Only where they differ from what openclaw would find by itself.
        var usual = Path.Combine(options.UserHome, ".openclaw");
        if (options.OpenClawState != usual) environment["OPENCLAW_STATE_DIR"] = options.OpenClawState;
        if (options.OpenClawConfig != Path.Combine(usual, "openclaw.json")) environment["OPENCLAW_CONFIG_PATH"] = options.OpenClawConfig;
        return environment;
    }

    private static string Milliseconds(TimeSpan wanted, TimeSpan patience)
    {
        var most = patience * 0.8;
        return ((long)(wanted < most ? wanted : most).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
    }
}
