using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook;

/// <summary>OpenClaw's own command line, of the installation that the gateway runs, started outside of the gateway's process tree. It takes seconds.</summary>
public interface IOpenClawTool
{
    /// <summary>
    /// What OpenClaw thinks of a config, without touching the real one: OpenClaw restores backups of its own over a config that it merely reads when it looks
    /// suspicious to it, so a copy is checked. The gateway's state folder is only read.
    /// </summary>
    /// <param name="config">The config's whole text.</param>
    /// <param name="besides">The folder against which the config's includes are resolved; what is there is read only.</param>
    /// <param name="cancel">Ends the check.</param>
    Task<ConfigVerdict> Check(string config, string besides, CancellationToken cancel);

    /// <summary>Runs a command on the real state folder and config, e.g. <c>doctor --lint --json</c>. Its output is untrusted.</summary>
    /// <param name="arguments">The arguments after <c>openclaw</c>.</param>
    /// <param name="limit">When it and everything it started is ended.</param>
    /// <param name="cancel">Ends it.</param>
    Task<CommandAnswer> Run(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel);

    /// <summary>
    /// The same on a copy of the config and of the state database, for commands that only look: OpenClaw opens the database even then and leaves a log beside it, which
    /// belongs to whoever has asked.
    /// </summary>
    /// <param name="arguments">The arguments after <c>openclaw</c>.</param>
    /// <param name="limit">When it and everything it started is ended.</param>
    /// <param name="cancel">Ends it.</param>
    Task<CommandAnswer> RunOnCopy(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel) => Task.FromResult(new CommandAnswer(null, "", "this command line works on no copies"));
}

/// <summary>What OpenClaw thinks of a config.</summary>
/// <param name="Result">Whether it takes it.</param>
/// <param name="Issues">What it refuses, with the key path it names (dots; empty for the whole).</param>
/// <param name="Note">Why nothing is known, for <see cref="ConfigCheckResult.Unknown"/>.</param>
public sealed record ConfigVerdict(ConfigCheckResult Result, IReadOnlyList<ConfigIssue> Issues, string Note = "");

/// <summary>One thing that OpenClaw refuses in a config.</summary>
/// <param name="Path">The key path with dots as OpenClaw names it, the offending key included where it names one (for an unknown key its parent and the key); empty for the whole.</param>
/// <param name="Message">Its words, cleaned and redacted.</param>
public sealed record ConfigIssue(string Path, string Message);

/// <summary>Whether OpenClaw takes a config.</summary>
public enum ConfigCheckResult
{
    /// <summary>It could not be asked: nothing follows.</summary>
    Unknown,

    /// <summary>It takes it.</summary>
    Valid,

    /// <summary>It refuses it.</summary>
    Invalid,
}
