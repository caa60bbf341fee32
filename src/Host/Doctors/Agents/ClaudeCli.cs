using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.ClaudeCode;

namespace OpenClaw.Host.Doctors.Agents;

/// <summary>Claude Code (2.1.330), or anything else behind it that speaks the same API: Ollama, a proxy. A list of commands is its cage.</summary>
internal sealed class ClaudeCli : IAgentCli
{
    /// <summary>There is but one.</summary>
    public static ClaudeCli Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "claude-code";

    /// <inheritdoc/>
    public bool IsConversation => true;

    /// <inheritdoc/>
    public bool WorksOnCopy => false;

    /// <inheritdoc/>
    public bool ProvesCageFirst => true;

    /// <inheritdoc/>
    public DoctorReply.Unavailable? WhyNot(ClaudeCodeOptions options) => null;

    /// <inheritdoc/>
    public async Task<AgentLaunch> Prepare(AgentOrder order, CancellationToken cancel)
    {
        var (options, folder) = (order.Options, order.Folder);
        if (options.ApiKey is { } key)
        {
            PrivateFiles.Folder(folder.CliConfig);
            await PrivateFiles.Write(folder.Key, key, cancel);
            await PrivateFiles.Script(folder.KeyHelper, $"#!/bin/sh\nexec cat {ClaudeCage.Quote(folder.Key)}\n", cancel);
        }

        await PrivateFiles.Write(folder.Settings, ClaudeCage.Settings(options, folder, order.Autonomy), cancel);
        return new AgentLaunch(ClaudeCommand.Arguments(order.Program, options, folder, order.Session), ClaudeCommand.Environment(options, folder, order.Patience));
    }

    /// <inheritdoc/>
    public string MayDo(Autonomy autonomy, ClaudeCodeOptions options, IncidentFolder folder) => $"""
        - run: {ClaudePermission.Commands(autonomy)}
        - read: {options.OpenClawConfig}, {Path.Combine(options.OpenClawState, "logs")}, /tmp/openclaw
        - edit: {ClaudePermission.Edits(autonomy, options, folder)}
        """;

    /// <inheritdoc/>
    public IReadOnlyList<ClaudeEvent> Parse(ReadOnlyMemory<byte> line) => ClaudeEvent.Parse(line);

    /// <inheritdoc/>
    public string? WhatIsWrong(ClaudeEvent.Init init, IncidentFolder folder) => ClaudeCage.WhatIsWrong(init);

    /// <inheritdoc/>
    public DoctorReply Judge(TurnResult result, string? error) => ClaudeFailure.Judge(result, error);

    /// <inheritdoc/>
    public DoctorReply.Unavailable Died(RunnerExit exit, string errors) => ClaudeFailure.Died(exit, errors);
}
