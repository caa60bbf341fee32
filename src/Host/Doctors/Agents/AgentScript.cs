using OpenClaw.Host.Doctors.ClaudeCode;

namespace OpenClaw.Host.Doctors.Agents;

/// <summary>
/// The start of an agent that knows no key helper: a script of ours in the incident's folder reads the key from its file into the one variable of the CLI's own, so
/// that it stands in no argument and in no order. The CLI's own process then has it in its environment, for the length of the session.
/// </summary>
internal static class AgentScript
{
    /// <summary>Writes key and script. Returns the command.</summary>
    public static async Task<IReadOnlyList<string>> Write(
        IncidentFolder folder, string? key, string keyVariable, string preflight, IEnumerable<string> command, CancellationToken cancel)
    {
        if (key is not null) await PrivateFiles.Write(folder.Key, key, cancel);
        var export = key is null ? "" : $"{keyVariable}=$(cat {ClaudeCage.Quote(folder.Key)}) || exit 1\nexport {keyVariable}\n";
        var words = string.Join(' ', command.Select(ClaudeCage.Quote));
        await PrivateFiles.Script(folder.Starter, $"#!/bin/sh\n{preflight}{export}exec {words}\n", cancel);
        return [folder.Starter];
    }

    /// <summary>What every session's environment holds.</summary>
    public static Dictionary<string, string> Environment(ClaudeCodeOptions options, IncidentFolder folder)
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = options.SearchPath,
            ["HOME"] = options.UserHome,
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
            ["SHELL"] = "/bin/sh",
            ["NO_COLOR"] = "1",
            ["OPENCLAW_CONFIG_PATH"] = folder.WorkConfig,
        };
        if (options.OpenClawState != Path.Combine(options.UserHome, ".openclaw")) environment["OPENCLAW_STATE_DIR"] = options.OpenClawState;
        return environment;
    }
}
