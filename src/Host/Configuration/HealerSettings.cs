using Akka.Configuration;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Configuration;

/// <summary>Everything the daemon needs to know, validated. Sources: command line, environment, <c>.env</c>, HOCON files, in this order.</summary>
public sealed record HealerSettings
{
    /// <summary>State folder (<c>openclaw.home</c>, OPENCLAW_ACTORS_HOME), absolute.</summary>
    public required string Home { get; init; }

    /// <summary>Folder of the recovery logs of the original (<c>openclaw.memory-dir</c>, OPENCLAW_MEMORY_DIR), absolute.</summary>
    public required string MemoryDirectory { get; init; }

    /// <summary>Tier 2 (<c>openclaw.probe</c>). A gateway may have its own: see <see cref="GatewaySettings.Probe"/>.</summary>
    public required ProbeSettings Probe { get; init; }

    /// <summary>Tier 1 (<c>openclaw.watchdog</c>). A gateway may have its own: see <see cref="GatewaySettings.Watchdog"/>.</summary>
    public required WatchdogSettings Watchdog { get; init; }

    /// <summary>Tier 3 (<c>openclaw.doctor</c>).</summary>
    public required DoctorSettings Doctor { get; init; }

    /// <summary>Tier 4 (<c>openclaw.notify</c>).</summary>
    public required NotifySettings Notify { get; init; }

    /// <summary>Logs (<c>openclaw.logging</c>).</summary>
    public required LoggingSettings Logging { get; init; }

    /// <summary>Metrics and traces (<c>openclaw.telemetry</c>).</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>The status page (<c>openclaw.page</c>).</summary>
    public required PageSettings Page { get; init; }

    /// <summary>The gateways that are enabled, at least one, ordered by name.</summary>
    public required IReadOnlyList<GatewaySettings> Gateways { get; init; }

    /// <summary>All files as one HOCON tree, for its <c>akka</c> part: the shipped <c>akka.conf</c> under the owner's <c>akka</c> keys.</summary>
    public required Config Akka { get; init; }

    /// <summary>Every setting in effect with its source, secrets masked.</summary>
    public required IReadOnlyList<SettingOrigin> Origins { get; init; }

    /// <summary>Every text that must never be seen in a log, for the last wall there.</summary>
    public required IReadOnlyList<SecretText> Secrets { get; init; }

    /// <summary>The gateway that is meant.</summary>
    /// <param name="name">Its name, as typed; null when there is only one.</param>
    /// <exception cref="ConfigurationException">There is none of that name, or it must be named; one line.</exception>
    internal GatewaySettings Named(string? name)
    {
        var known = string.Join(", ", Gateways.Select(static g => g.Id.Value));
        if (name is null) return Gateways is [var only] ? only : throw new ConfigurationException($"There is more than one gateway. Name the one that is meant: {known}.");
        return Gateways.FirstOrDefault(g => g.Id.Value == name) ?? throw new ConfigurationException($"There is no gateway \"{UntrustedText.OneLine(name, 60)}\". Known: {known}.");
    }

    /// <summary>Reads and validates all sources.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; its message is the line for the owner.</exception>
    public static HealerSettings Load(SettingsSources sources) => SettingsBuilder.Build(SettingsLayers.Collect(sources));
}
