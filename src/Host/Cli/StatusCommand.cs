using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;
using Spectre.Console;

namespace OpenClaw.Host.Cli;

/// <summary><c>status</c>: how the gateways stand, from the daemon's last word on disk. Starts no host and asks nobody, so it answers at once.</summary>
public static class StatusCommand
{
    /// <summary>Prints the status; the exit code is 0 when all gateways serve, 1 when one does not, 4 when no daemon runs.</summary>
    public static async Task<int> Run(HealerSettings settings, bool json, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        var home = settings.Home;
        if (!DaemonLock.IsHeld(home))
        {
            await errors.WriteLineAsync($"no daemon runs on {home}: start it with 'openclaw-actors run'");
            return ExitCodes.NotReachable;
        }

        if (new StatusFile(home).Read() is not { } status)
        {
            await errors.WriteLineAsync($"the daemon on {home} has not said anything yet: try again in a moment");
            return ExitCodes.NotReachable;
        }

        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(status, StatusJson.Default.DaemonStatus));
        }
        else
        {
            Show(status, output);
            foreach (var gateway in settings.Gateways) await ShowOwnersWord(settings.Home, gateway.Id, output, cancel);
        }

        return status.Gateways.Count > 0 && status.Gateways.All(g => g.Healthy) ? ExitCodes.Ok : ExitCodes.Unhealthy;
    }

    // The owner's word itself, as the daemon may not have heard it yet.
    private static async Task ShowOwnersWord(string home, GatewayId gateway, TextWriter output, CancellationToken cancel)
    {
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            if (await new OwnerWordFile(home, gateway).Read(cancel) is var word && word.IsPausedAt(now)) await output.WriteLineAsync($"{gateway} is {OwnerCommands.Telling(word, now)}");
        }
        catch (IOException unreadable)
        {
            await output.WriteLineAsync(UntrustedText.OneLine(unreadable.Message, 300));
        }
    }

    private static void Show(DaemonStatus status, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("gateway", "phase", "since (UTC)", "incident");
        foreach (var gateway in status.Gateways)
        {
            table.AddRow(
                Markup.Escape(gateway.Id), $"[{Colour(gateway)}]{Markup.Escape(gateway.Phase)}[/]", $"{gateway.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
                Markup.Escape(gateway.Incident is null ? "-" : $"{gateway.Incident} (tier {gateway.Tier})"));
        }

        console.Write(table);
        foreach (var line in status.Gateways.Where(g => !g.Healthy).SelectMany(g => g.Evidence)) console.WriteLine($"  {line}");
        console.WriteLine($"openclaw-actors {status.Version}, pid {status.Pid}, since {status.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
    }

    private static string Colour(GatewayLine gateway) => gateway switch
    {
        { Healthy: true } => "green",
        { Phase: nameof(GatewayPhase.Paused) or nameof(GatewayPhase.Updating) } => "yellow",
        _ => "red",
    };
}
