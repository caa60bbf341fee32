using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Demo;

/// <summary>What an act can lay hands on. Whoever implements it signals only a process that it has proven to be the demo's gateway.</summary>
internal interface IDemoStage
{
    /// <summary>The gateway's config file.</summary>
    DemoConfigFile Config { get; }

    /// <summary>The doctor of tier 3.</summary>
    StandInDoctor Doctor { get; }

    /// <summary>The gateway's process, null when there is none.</summary>
    Task<ProcessIdentity?> Gateway(CancellationToken cancel);

    /// <summary>Kills the gateway without warning; returns its pid.</summary>
    Task<int> Kill(CancellationToken cancel);

    /// <summary>Freezes the gateway; returns its pid.</summary>
    Task<int> Freeze(CancellationToken cancel);

    /// <summary>Asks the gateway to end (SIGTERM), so that its next start reads the config anew; returns its pid.</summary>
    Task<int> End(CancellationToken cancel);
}
