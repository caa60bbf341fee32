using System.Runtime.InteropServices;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Service;

/// <summary>What <c>install</c> and <c>uninstall</c> work with.</summary>
internal sealed record ServiceParts
{
    /// <summary>Where the settings come from.</summary>
    public required SettingsSources Sources { get; init; }

    /// <summary>Who is to keep the daemon running; null where there is nobody.</summary>
    public required IServiceManager? Manager { get; init; }

    /// <summary>The program that the service is to run.</summary>
    public required ServiceProgram Program { get; init; }

    /// <summary>Finds other healers.</summary>
    public required OtherHealers Others { get; init; }

    /// <summary>Asks the owner a question that yes or no answers; null: nobody can be asked.</summary>
    public required Func<string, CancellationToken, Task<bool?>> Ask { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Who has become root to run this, by SUDO_USER; null when nobody has.</summary>
    public string? SudoUser { get; init; }

    /// <summary>How long a daemon has to answer once its manager has started it.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The real ones.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static ServiceParts Of(SettingsSources sources)
    {
        var (home, time) = (sources.HomeDirectory, TimeProvider.System);
        var system = RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? HostSystem.MacOS : RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? HostSystem.Linux : HostSystem.Other;
        return new ServiceParts
        {
            Sources = sources,
            Manager = system switch { HostSystem.MacOS => new LaunchdService(home, time), HostSystem.Linux => new SystemdService(home, time), _ => null },
            Program = ServiceProgram.Find(SelfCommand.Find(), sources.Environment.GetValueOrDefault("PATH", "")),
            Others = new OtherHealers(home, system, time),
            Ask = Terminal,
            Time = time,
            SudoUser = Posix.GetUid() == 0 && sources.Environment.GetValueOrDefault("SUDO_USER") is { Length: > 0 } user and not "root" ? user : null,
        };
    }

    private static async Task<bool?> Terminal(string question, CancellationToken cancel)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected) return null;
        await Console.Out.WriteAsync($"{question} [y/N] ");
        // On a thread of its own: a terminal cannot be told to stop waiting.
        var answer = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancel);
        return answer?.Trim() is { } said && (said.Equals("y", StringComparison.OrdinalIgnoreCase) || said.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }
}
