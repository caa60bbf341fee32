using System.Text.Json;
using OpenClaw.Host.Daemon;
using Spectre.Console;

namespace OpenClaw.Host.Cli;

/// <summary><c>status</c>: how the gateways stand, from the daemon's last word on disk. Starts no host and asks nobody, so it answers at once.</summary>
public static class StatusCommand
{
    /// <summary>Prints the status; the exit code is 0 when all gateways serve, 1 when one does not, 4 when no daemon runs.</summary>
    public static int Run(string home, bool json, TextWriter output, TextWriter errors)
    {
        if (!IsDaemonAlive(home))
        {
            errors.WriteLine($"no daemon runs on {home}: start it with 'openclaw-actors run'");
            return ExitCodes.NotReachable;
        }

        if (new StatusFile(home).Read() is not { } status)
        {
            errors.WriteLine($"the daemon on {home} has not said anything yet: try again in a moment");
            return ExitCodes.NotReachable;
        }

        if (json) output.WriteLine(JsonSerializer.Serialize(status, StatusJson.Default.DaemonStatus));
        else Show(status, output);
        return status.Gateways.Count > 0 && status.Gateways.All(g => g.Healthy) ? ExitCodes.Ok : ExitCodes.Unhealthy;
    }

    // Whoever can take the lock proves that no daemon holds it.
    private static bool IsDaemonAlive(string home)
    {
        if (!Directory.Exists(home)) return false;
        using var free = DaemonLock.TryTake(home);
        return free is null;
    }

    private static void Show(DaemonStatus status, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("gateway", "phase", "since (UTC)", "incident");
        foreach (var gateway in status.Gateways)
        {
            table.AddRow(
                Markup.Escape(gateway.Id), $"[{(gateway.Healthy ? "green" : "red")}]{Markup.Escape(gateway.Phase)}[/]", $"{gateway.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
                Markup.Escape(gateway.Incident is null ? "-" : $"{gateway.Incident} (tier {gateway.Tier})"));
        }

        console.Write(table);
        foreach (var line in status.Gateways.Where(g => !g.Healthy).SelectMany(g => g.Evidence)) console.WriteLine($"  {line}");
        console.WriteLine($"openclaw-actors {status.Version}, pid {status.Pid}, since {status.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
    }
}
