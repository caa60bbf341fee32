namespace OpenClaw.Host.Doctors.Agents;

/// <summary>The agents that are known. A new one is its file and a line here.</summary>
internal static class AgentClis
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IAgentCli> All { get; } = [ClaudeCli.Instance, CodexCli.Instance, GeminiCli.Instance];

    /// <summary>The one of this name. A folder from before there were others does not name one: it is Claude Code's.</summary>
    public static IAgentCli Of(string? name) => All.FirstOrDefault(cli => cli.Name == name) ?? ClaudeCli.Instance;
}
