using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Cli;

/// <summary><c>status</c>: how the gateways stand, by the daemon's own word over its control socket; where it does not answer, by its last word on disk. Starts no host, so it answers at once.</summary>
public static class StatusCommand
{
    /// <summary>Prints the status; the exit code is 0 when all gateways serve, 1 when one does not, 4 when no daemon runs or it has never said anything.</summary>
    public static async Task<int> Run(HealerSettings settings, bool json, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        try
        {
            if (await Ask(settings.Home, errors, cancel) is not { } status) return ExitCodes.NotReachable;
            if (json)
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(status, StatusJson.Default.DaemonStatus));
            }
            else
            {
                StatusView.Show(status, output);
                foreach (var gateway in settings.Gateways) await ShowOwnersWord(settings.Home, gateway.Id, output, cancel);
            }

            return CodeOf(status);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(Unusable(settings.Home, e));
            return ExitCodes.StateUnusable;
        }
    }

    /// <summary>What a status comes to.</summary>
    internal static int CodeOf(DaemonStatus status) => status.Gateways.Count > 0 && status.Gateways.All(static g => g.Healthy) ? ExitCodes.Ok : ExitCodes.Unhealthy;

    private static async Task<DaemonStatus?> Ask(string home, TextWriter errors, CancellationToken cancel)
    {
        string why;
        try
        {
            using var daemon = new ControlClient(home, TimeProvider.System);
            return await daemon.Status(cancel);
        }
        catch (DaemonSilentException silent)
        {
            why = silent.Message;
        }

        if (!DaemonLock.IsHeld(home))
        {
            await errors.WriteLineAsync(NoDaemon(home));
            return null;
        }

        if (new StatusFile(home).Read() is { } last)
        {
            await errors.WriteLineAsync($"the daemon does not answer on its control socket ({why}): this is its last word, {Age(TimeProvider.System.GetUtcNow() - last.At)} old");
            return last;
        }

        await errors.WriteLineAsync($"the daemon on {home} does not answer on its control socket ({why}) and has left no word on disk: try again in a moment, or look into {Path.Combine(home, "logs")}");
        return null;
    }

    /// <summary>That the state folder cannot be read, one line.</summary>
    internal static string Unusable(string home, Exception why) =>
        $"the state folder {home} cannot be used: {UntrustedText.OneLine(why.Message, 300)} Run this as the user who owns it, or set OPENCLAW_ACTORS_HOME to another folder";

    /// <summary>That none runs, one line.</summary>
    internal static string NoDaemon(string home) => $"no daemon runs on {home}: start it with 'openclaw-actors run'";

    private static string Age(TimeSpan age) => Actors.Incidents.Telling.Phrase(age > TimeSpan.Zero ? age : TimeSpan.Zero);

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
}
