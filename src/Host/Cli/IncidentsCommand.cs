using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Cli;

/// <summary><c>incidents</c>: what was, out of the book. Reads only, beside a running daemon or without one.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="open">Opens the book of a state folder.</param>
/// <param name="time">Now, for incidents that are still open and for <c>--since 7d</c>.</param>
/// <param name="output">Takes the answer.</param>
/// <param name="errors">Takes the one line that says why there is none.</param>
public sealed class IncidentsCommand(SettingsSources sources, Func<string, IIncidentHistory> open, TimeProvider time, TextWriter output, TextWriter errors)
{
    /// <summary>Opens what doctors with costs have done, of a state folder; null: nobody asks.</summary>
    public Func<string, ITreatmentBook>? Treatments { get; init; }

    /// <summary>Opens what was ordered from chats, of a state folder; null: nobody asks.</summary>
    internal Func<string, IRemoteBook>? Remote { get; init; }

    /// <summary>Tells everything of one incident, also what lies beside the book; null: what the book has is enough.</summary>
    internal Func<HealerSettings, IncidentStories>? Whole { get; init; }

    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(2);

    private const string Empty = "the book of incidents is empty: no outage was seen so far";

    /// <summary>Answers. An empty answer is one too; see <see cref="ExitCodes"/> for what is none.</summary>
    public async Task<int> Run(IncidentsAsked asked, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            // Read before the book is, so that a wrong word is told whatever state the book is in.
            var query = asked.ToQuery(time.GetUtcNow());
            var book = open(settings.Home);
            if (asked.Remedies) await Remedies(book, asked, settings, cancel);
            else if (asked.Id is { } one && Whole?.Invoke(settings) is { } stories && await stories.Of(one, cancel) is { } whole) await Tell(whole, book, settings, asked.Json, cancel);
            else if (asked.Id is { } id) await Story(book, Treatments?.Invoke(settings.Home), Remote?.Invoke(settings.Home), new IncidentId(id), asked.Json, cancel);
            else await List(book, query, asked.Json, cancel);
            return ExitCodes.Ok;
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

    private async Task List(IIncidentHistory book, IncidentQuery query, bool json, CancellationToken cancel)
    {
        // One more than is shown tells whether there is a next page.
        var more = await book.Find(query with { Limit = query.Limit + 1 }, cancel);
        if (more.Count == 0 && query.Before is { } unknown && (await book.Find(new IncidentQuery { Id = unknown, Limit = 1 }, cancel)).Count == 0)
            throw new ConfigurationException($"--before \"{UntrustedText.OneLine(unknown.Value, 60)}\": there is no such incident in the book. Begin with the first page again.");
        IReadOnlyList<IncidentSummary> found = [.. more.Take(query.Limit)];
        var next = more.Count > query.Limit ? found[^1].Id.Value : null;
        if (json)
        {
            await Print(new IncidentListJson([.. found.Select(IncidentJson.Of)], next), IncidentsJson.Default.IncidentListJson);
        }
        else if (found.Count > 0)
        {
            IncidentsView.Table(found, time.GetUtcNow(), output);
            // Where a program counts the lines, it is none of them.
            if (next is not null) await errors.WriteLineAsync($"there are more: --before {next} shows the next ones");
        }
        else
        {
            await output.WriteLineAsync((await book.Find(new IncidentQuery { Limit = 1 }, cancel)).Count == 0 ? Empty : "no incident in the book fits");
        }
    }

    private async Task Tell(StoryJson story, IIncidentHistory book, HealerSettings settings, bool json, CancellationToken cancel)
    {
        if (json)
        {
            await Print(story, WholeStoryJson.Default.StoryJson);
            return;
        }

        await Story(book, Treatments?.Invoke(settings.Home), Remote?.Invoke(settings.Home), new IncidentId(story.Incident.Id), json: false, cancel);
        IncidentsView.Beside(story, output);
    }

    private async Task Story(IIncidentHistory book, ITreatmentBook? treatments, IRemoteBook? remote, IncidentId id, bool json, CancellationToken cancel)
    {
        var events = await book.Events(id, cancel);
        // The line of an incident stays in the book when its events have gone.
        var incident = events.Aggregate(default(IncidentSummary), IncidentSummary.Apply) ?? (await book.Find(new IncidentQuery { Id = id, Limit = 1 }, cancel) is [var line] ? line : null)
            ?? throw new ConfigurationException($"There is no incident \"{UntrustedText.OneLine(id.Value, 60)}\" in the book. 'openclaw-actors incidents' lists the newest.");
        // A session begins after its incident; a clock that was set back meanwhile must not hide it.
        var sessions = treatments is null ? [] : (await treatments.Since(incident.OpenedAt - ClockSlack, cancel)).Where(e => e.Incident == id.Value).ToArray();
        if (json) await Print(new IncidentStoryJson(IncidentJson.Of(incident), [.. events.Select(IncidentEventJson.Of)], [.. sessions.Select(SessionJson.Of)]), IncidentsJson.Default.IncidentStoryJson);
        else IncidentsView.Story(incident, events, sessions, remote is null ? [] : await remote.Of(id.Value, cancel), time.GetUtcNow(), output);
    }

    private async Task Remedies(IIncidentHistory book, IncidentsAsked asked, HealerSettings settings, CancellationToken cancel)
    {
        var found = new List<(GatewayId Gateway, GatewayPhase Cause, RemedyRecord Record)>();
        foreach (var gateway in asked.GatewayId() is { } one ? [one] : settings.Gateways.Select(static g => g.Id))
        {
            foreach (var cause in asked.Phase() is { } phase ? [phase] : Enum.GetValues<GatewayPhase>())
                found.AddRange((await book.Remedies(gateway, cause, cancel)).Select(record => (gateway, cause, record)));
        }

        if (asked.Json) await Print(new RemedyListJson([.. found.Select(static x => RemedyJson.Of(x.Gateway, x.Cause, x.Record))]), IncidentsJson.Default.RemedyListJson);
        else if (found.Count > 0) IncidentsView.Table(found, output);
        else await output.WriteLineAsync((await book.Find(new IncidentQuery { Limit = 1 }, cancel)).Count == 0 ? Empty : "no remedy in the book fits");
    }

    private Task Print<T>(T answer, JsonTypeInfo<T> type) => output.WriteLineAsync(JsonSerializer.Serialize(answer, type));
}
