using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Cli;

/// <summary>
/// <c>pause</c>, <c>resume</c> and <c>start</c>: the owner's orders. The daemon is told, and answers; where none does they are written down for it, and it hears them when it is started.
/// </summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="time">The clock of what is written down.</param>
/// <param name="output">Takes the one line that says what was done.</param>
/// <param name="errors">Takes the one line that says why nothing was done.</param>
public sealed class OwnerCommands(SettingsSources sources, TimeProvider time, TextWriter output, TextWriter errors)
{
    /// <summary>The healer is to keep its hands off the gateway for a while, or until it is told otherwise; a start asked for before is taken back. See <see cref="ExitCodes"/>.</summary>
    /// <param name="gateway">Its name; null when there is only one.</param>
    /// <param name="length">How long, as typed; null for a pause without an end.</param>
    /// <param name="reason">Why; null for none.</param>
    /// <param name="cancel">Ends the wait for another command that writes at the same time.</param>
    public Task<int> Pause(string? gateway, string? length, string? reason, CancellationToken cancel)
    {
        return Order(gateway, Checked, cancel);

        OrderJson Checked(GatewayId id) => length is not null && PauseLength.Parse(length) is null
            ? throw new ConfigurationException($"--for \"{UntrustedText.OneLine(length, 60)}\": a pause is longer than zero and at most 30 days. Write for example --for 90m or --for 2h.")
            : new OrderJson("pause") { Gateway = id.Value, For = length, Reason = reason is null ? null : Reason(reason) };
    }

    /// <summary>The end of a pause, and of an owner's stop: the gateway is looked after again.</summary>
    public Task<int> Resume(string? gateway, CancellationToken cancel) => Order(gateway, static id => new OrderJson("resume") { Gateway = id.Value }, cancel);

    /// <summary>The gateway is to run, whatever its owner wanted before: a stop is overruled, a pause ends.</summary>
    public Task<int> Start(string? gateway, CancellationToken cancel) => Order(gateway, static id => new OrderJson("start") { Gateway = id.Value }, cancel);

    /// <summary>A pause in words, e.g. <c>paused until 14:05 UTC: a new disk</c>.</summary>
    internal static string Telling(OwnerWord word, DateTimeOffset now)
    {
        var end = word.PausedUntil is not { } until
            ? "until 'openclaw-actors resume'"
            : until.UtcDateTime.ToString(until.UtcDateTime.Date == now.UtcDateTime.Date ? "'until' HH:mm 'UTC'" : "'until' yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return word.PlainReason is { } reason ? $"paused {end}: {reason}" : $"paused {end}";
    }

    private async Task<int> Order(string? gateway, Func<GatewayId, OrderJson> order, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            var road = new OwnerRoad(settings, new SqliteIncidentHistory(settings.Home, NullLogger<SqliteIncidentHistory>.Instance), time, errors);
            await output.WriteLineAsync(await road.Give(order(settings.Named(gateway).Id), "this is kept until one is started", cancel));
            return ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (StateUnusableException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.StateUnusable;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"the state folder cannot be used: {UntrustedText.OneLine(e.Message, 300)} Mend its owner and mode, or set OPENCLAW_ACTORS_HOME to another folder");
            return ExitCodes.StateUnusable;
        }
    }

    private static string Reason(string text) =>
        OwnerOrders.Reason(text) ?? throw new ConfigurationException($"--reason: expected one line of 1 to {OwnerWord.LongestReason} characters.");
}
