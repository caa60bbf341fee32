using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Cli;

/// <summary>The way of an order from the command line: to the daemon, which answers what it has done. Where none runs, or it does not answer, the same is done here by way of the state folder.</summary>
/// <param name="settings">The settings.</param>
/// <param name="book">The book.</param>
/// <param name="time">The clock.</param>
/// <param name="errors">Takes the line that a daemon does not answer.</param>
internal sealed class OwnerRoad(HealerSettings settings, IIncidentHistory book, TimeProvider time, TextWriter errors)
{
    /// <summary>Gives it. Returns what was done, in lines.</summary>
    /// <param name="order">The order.</param>
    /// <param name="alone">What becomes of it when no daemon runs; null: nothing more than what was done.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <exception cref="ConfigurationException">It cannot be done; one line.</exception>
    /// <exception cref="Journal.BookRefusedException">The file is no book for this program; one line.</exception>
    /// <exception cref="IOException">The state folder cannot be used; one line.</exception>
    public async Task<string> Give(OrderJson order, string? alone, CancellationToken cancel)
    {
        var here = new OwnerDesk(settings, book, time);
        try
        {
            using var daemon = new ControlClient(settings.Home, TimeProvider.System);
            return await daemon.Order(order, cancel) switch
            {
                ({ Done: true } answer, _) => answer.Text,
                (var answer, true) => throw new StateUnusableException(answer.Text),
                var (answer, _) => throw new ConfigurationException(answer.Text),
            };
        }
        catch (DaemonSilentException silent)
        {
            var runs = DaemonLock.IsHeld(settings.Home);
            var done = await here.Do(order, cancel);
            if (!runs) return alone is null ? done : $"{done} (no daemon runs on {settings.Home}: {alone})";
            await errors.WriteLineAsync($"the daemon does not answer on its control socket ({silent.Message}): this was done by way of the state folder, where it hears of it");
            return done;
        }
    }
}

/// <summary>The daemon says that its state folder cannot be used; the message is its whole line.</summary>
internal sealed class StateUnusableException(string line) : IOException(line);
