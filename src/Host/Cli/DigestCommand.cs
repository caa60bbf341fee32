using System.Text.Json;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Digests;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Notifiers;

namespace OpenClaw.Host.Cli;

/// <summary>What was typed after <c>digest</c>.</summary>
/// <param name="Since">The period's beginning: a length before now or a date (UTC); null: a week.</param>
/// <param name="Gateway">Only this gateway; null: all.</param>
/// <param name="Json">As JSON.</param>
/// <param name="Send">Tell it on the channels too.</param>
public sealed record DigestAsked(string? Since, string? Gateway, bool Json, bool Send);

/// <summary><c>digest</c>: what a period came to, out of the book. Reads only, and tells it on the channels by itself where that is asked for: no daemon is needed.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="open">Opens the book of a state folder.</param>
/// <param name="channels">Makes the channels of the settings.</param>
/// <param name="time">Now, where the period ends.</param>
/// <param name="output">Takes the answer.</param>
/// <param name="errors">Takes the one line that says why there is none.</param>
internal sealed class DigestCommand(
    SettingsSources sources, Func<string, IBookQuestions> open, Func<HealerSettings, OwnChannels> channels, TimeProvider time, TextWriter output, TextWriter errors)
{
    private const string Week = "7d";

    /// <summary>Answers; 1 when it was to be told and a channel did not take it. See <see cref="ExitCodes"/>.</summary>
    public async Task<int> Run(DigestAsked asked, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            var now = time.GetUtcNow();
            var query = new IncidentsAsked { Since = asked.Since ?? Week, Gateway = asked.Gateway }.ToQuery(now);
            if (query.Since >= now) throw new ConfigurationException($"--since \"{UntrustedText.OneLine(asked.Since!, 60)}\": that is not over yet.");
            using var own = asked.Send ? channels(settings) : new OwnChannels([]);
            var wanted = DigestChannels.Of(settings.Notify.Digest.Channels, own.All.Select(static c => c.Name)).Except([ConfiguredChannels.Log, ConfiguredChannels.RecoveryLog]).ToArray();
            if (asked.Send && wanted.Length == 0) throw new ConfigurationException(own.All.Count == 0 ? OwnChannels.None : NobodyToTell(own));
            var digest = await new DigestBuilder(open(settings.Home), time).Build(query.Since!.Value, now, query.Gateway, [.. settings.Gateways.Select(static g => g.Id)], cancel);
            var told = asked.Send ? await Send(DigestNews.Of(digest, settings.Gateways[0].Id, wanted), wanted, own, cancel) : null;
            await Print(digest, told, asked.Json, new SecretMask(settings.Secrets));
            return told is null || told.All(static t => t.IsWell) ? ExitCodes.Ok : ExitCodes.Unhealthy;
        }
        catch (Exception e) when (e is ConfigurationException or BookRefusedException)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"the book of incidents cannot be read: {UntrustedText.OneLine(e.Message, 300)}");
            return ExitCodes.StateUnusable;
        }
    }

    private static string NobodyToTell(OwnChannels own) =>
        $"a digest is no alarm and is not sent to {string.Join(", ", own.All.Select(static c => c.Name))}. Name a channel in openclaw.notify.digest.channels, or set another one up (docs/channels.md)";

    private async Task<IReadOnlyList<ToldDirectly>> Send(Announcement news, IReadOnlyList<string> wanted, OwnChannels own, CancellationToken cancel)
    {
        var telling = new DirectTelling(time);
        using var progress = ProgressLine.Begin(errors, $"telling {string.Join(", ", wanted)} ...");
        return await Task.WhenAll(wanted.Select(name => own.All.FirstOrDefault(c => c.Name == name) is { } channel ? telling.Tell(channel, news, cancel) : Task.FromResult(ToldDirectly.NotSetUp(name))));
    }

    private async Task Print(Digest digest, IReadOnlyList<ToldDirectly>? told, bool json, SecretMask mask)
    {
        if (json)
        {
            await output.WriteLineAsync(mask.Apply(JsonSerializer.Serialize(DigestJson.Of(digest, told is null ? null : [.. told.Select(TellingJson.Of)]), DigestJsonContext.Default.DigestJson)));
            return;
        }

        var width = TextRows.WidthOf(output);
        foreach (var line in DigestView.Lines(digest, width)) await output.WriteLineAsync(mask.Apply(line));
        if (told is null) return;
        await output.WriteLineAsync();
        foreach (var line in TellingView.Lines(told, width)) await output.WriteLineAsync(mask.Apply(line));
    }
}
