using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.ClaudeCode;

namespace OpenClaw.Host.Doctors.Agents;

/// <summary>
/// What one coding agent's command line is like: how it is called, caged and read. Everything else of a treatment (folder, clocks, tmux, tree kill, snapshot,
/// report, verdict) is the same for all of them. One file for each agent, and one line in <see cref="AgentClis"/>.
/// </summary>
internal interface IAgentCli
{
    /// <summary>The doctor's name, e.g. <c>codex</c>.</summary>
    string Name { get; }

    /// <summary>One process for a whole case: it takes further messages on its input, and an interrupt. Otherwise it reads one message to the end of input, and a follow-up is a new process.</summary>
    bool IsConversation { get; }

    /// <summary>
    /// It works on a copy of the config in its working folder (<see cref="WorkCopy"/>), the only place it may write to; the copy is carried home when it says that
    /// it is done. For agents whose walls are folders.
    /// </summary>
    bool WorksOnCopy { get; }

    /// <summary>It proves its cage (<see cref="IncidentFolder.CageProof"/>) before it reads a message, so it is told nothing before that. Otherwise by its <see cref="ClaudeEvent.Init"/>.</summary>
    bool ProvesCageFirst { get; }

    /// <summary>Why it need not even be started; null when it can be.</summary>
    DoctorReply.Unavailable? WhyNot(ClaudeCodeOptions options);

    /// <summary>Writes what the session needs into the incident's folder, and says how it is started. Neither arguments nor environment hold a secret.</summary>
    Task<AgentLaunch> Prepare(AgentOrder order, CancellationToken cancel);

    /// <summary>What it may do, for the first message: a list of lines.</summary>
    string MayDo(Autonomy autonomy, ClaudeCodeOptions options, IncidentFolder folder);

    /// <summary>Reads a line of its stream. What is no event is <see cref="ClaudeEvent.Other"/>, never an exception.</summary>
    IReadOnlyList<ClaudeEvent> Parse(ReadOnlyMemory<byte> line);

    /// <summary>Null when the session is in its cage, otherwise what is wrong with it.</summary>
    string? WhatIsWrong(ClaudeEvent.Init init, IncidentFolder folder);

    /// <summary>What the end of a turn means.</summary>
    DoctorReply Judge(TurnResult result, string? error);

    /// <summary>Why a session ended that never ended its turn.</summary>
    DoctorReply.Unavailable Died(RunnerExit exit, string errors);
}

/// <summary>What is to be started.</summary>
/// <param name="Program">The program's path.</param>
/// <param name="Options">How it is called.</param>
/// <param name="Folder">The doctor's folder in the incident's.</param>
/// <param name="Autonomy">What it may do by itself.</param>
/// <param name="Session">The session's id, where the agent takes one.</param>
/// <param name="Patience">Our stall clock; no wait of the CLI's own may outlast it.</param>
internal sealed record AgentOrder(string Program, ClaudeCodeOptions Options, IncidentFolder Folder, Autonomy Autonomy, Guid Session, TimeSpan Patience);

/// <summary>How a session is started.</summary>
/// <param name="Command">Program and arguments.</param>
/// <param name="Environment">The whole environment.</param>
internal sealed record AgentLaunch(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment);
