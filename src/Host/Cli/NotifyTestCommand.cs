using System.Globalization;
using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Digests;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Notifiers;

namespace OpenClaw.Host.Cli;

/// <summary>
/// <c>notify test</c>: sends a test message on the channels as the daemon makes them, past their floors, and says what became of it. It rings as an alert does, or it would
/// not prove that an alert does.
/// </summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="channels">Makes the channels of the settings.</param>
/// <param name="time">Now.</param>
/// <param name="output">Takes the answer.</param>
/// <param name="errors">Takes the one line that says why there is none.</param>
internal sealed class NotifyTestCommand(SettingsSources sources, Func<HealerSettings, OwnChannels> channels, TimeProvider time, TextWriter output, TextWriter errors)
{
    /// <summary>What a test is taken for by a channel that keeps an entry for each kind of trouble.</summary>
    public const string Signature = "test";

    /// <summary>Sends; 1 when a channel did not take it. See <see cref="ExitCodes"/>.</summary>
    /// <param name="only">This channel; null: every one that is set up.</param>
    /// <param name="json">As JSON.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    public async Task<int> Run(string? only, bool json, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            using var own = channels(settings);
            var asked = Asked(own.All, only);
            ToldDirectly[] told;
            using (ProgressLine.Begin(errors, $"telling {string.Join(", ", asked.Select(static c => c.Name))} ...")) told = await Task.WhenAll(asked.Select(channel => Test(channel, settings.Gateways[0].Id, cancel)));
            var mask = new SecretMask(settings.Secrets);
            if (json) await output.WriteLineAsync(mask.Apply(JsonSerializer.Serialize(new TellingListJson([.. told.Select(TellingJson.Of)]), DigestJsonContext.Default.TellingListJson)));
            else foreach (var line in TellingView.Lines(told, TextRows.WidthOf(output))) await output.WriteLineAsync(mask.Apply(line));
            return told.All(static t => t.IsWell) ? ExitCodes.Ok : ExitCodes.Unhealthy;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
    }

    private static IReadOnlyList<INotifier> Asked(IReadOnlyList<INotifier> all, string? only)
    {
        if (only is null) return all.Count > 0 ? all : throw new ConfigurationException(OwnChannels.None);
        var name = only.ToLowerInvariant();
        if (all.FirstOrDefault(c => c.Name == name) is { } one) return [one];
        if (name is ConfiguredChannels.Log or ConfiguredChannels.RecoveryLog) throw new ConfigurationException($"{name} is written by the daemon itself and reaches nobody who does not look: there is nothing to test.");
        if (ConfiguredChannels.RemoteNames.Contains(name)) throw new ConfigurationException($"{name} is not set up: it is switched on by {string.Join(", ", ConfiguredChannels.SettingsOf(name))} (docs/channels.md).");
        var known = string.Join(", ", ConfiguredChannels.RemoteNames);
        throw new ConfigurationException($"\"{UntrustedText.OneLine(only, 60)}\" is no channel. {(NearestName.Of(name, ConfiguredChannels.RemoteNames) is { } near ? $"Did you mean {near}? " : "")}Known: {known}.");
    }

    private async Task<ToldDirectly> Test(INotifier channel, GatewayId gateway, CancellationToken cancel)
    {
        var (now, telling) = (time.GetUtcNow(), new DirectTelling(time));
        // A key of its own each time: a channel that knows repeats must not take it for one.
        var news = new Announcement(
            string.Create(CultureInfo.InvariantCulture, $"test/{channel.Name}/{now.UtcTicks}"), gateway, null, Severity.Warning, "This is a test: nothing is wrong",
            $"Sent by 'openclaw-actors notify test' on {now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. Whoever can read this will be told when a gateway needs a human.", [], null, now)
        {
            Signature = Signature,
            PassesFloor = true,
        };
        var told = await telling.Tell(channel, news, cancel);
        if (told.Outcome is not Delivery.Delivered delivered || !DigestChannels.Alarming.Contains(channel.Name)) return told;

        // What it has opened there is closed: a test must leave no open incident behind.
        var end = await telling.Tell(channel, news with { Severity = Severity.Resolved, Title = "The test is over", Body = "Nothing was wrong.", Earlier = delivered.Handle }, cancel);
        return told with { LeftOpen = end.IsWell ? null : $"what it opened there could not be closed: {end.Why}", Took = told.Took + end.Took };
    }
}
