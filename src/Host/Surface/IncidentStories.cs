using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Surface;

/// <summary>Everything that is known of one incident, redacted: what the book has, and what was changed by the folders beside it.</summary>
/// <param name="settings">The settings.</param>
/// <param name="history">The book.</param>
/// <param name="book">The same, for its news.</param>
/// <param name="treatments">What doctors with costs have done.</param>
internal sealed class IncidentStories(HealerSettings settings, IIncidentHistory history, IBookQuestions book, ITreatmentBook treatments)
{
    private const int LongestLine = 1000;
    private const int LongestDiff = 200_000;

    // A session begins after its incident; a clock that was set back meanwhile must not hide it.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(2);

    /// <summary>The whole story; null when the book has no such incident.</summary>
    public async Task<StoryJson?> Of(string incident, CancellationToken cancel)
    {
        if (!IncidentFolder.CanBeNamed(incident)) return null;
        var id = new IncidentId(incident);
        var events = await history.Events(id, cancel);
        // The line of an incident stays in the book when its events have gone.
        if ((events.Aggregate(default(IncidentSummary), IncidentSummary.Apply) ?? (await history.Find(new IncidentQuery { Id = id, Limit = 1 }, cancel) is [var line] ? line : null)) is not { } about) return null;
        var sessions = (await treatments.Since(about.OpenedAt - ClockSlack, cancel)).Where(e => e.Incident == incident).ToArray();
        return new StoryJson(
            IncidentJson.Of(about),
            [.. events.Select(static e => IncidentEventJson.Of(e)).Select(static e => e with { Line = Line(e.Line), Witnesses = [.. e.Witnesses.Select(Line)] })],
            [.. sessions.Select(SessionJson.Of)],
            [.. await book.Ask(db => NewsOf.Incident(db, id), 1, [], cancel)],
            [.. (await Changes(id, sessions, cancel)).OrderBy(static c => c.At)],
            Proposal(events));
    }

    // By the fold, as the brain sees it: what was taken back, carried out or overtaken stands no more.
    private static ProposalJson? Proposal(IReadOnlyList<IncidentEvent> events) =>
        events.Aggregate(default(Incident), Incident.Apply)?.Proposal is { Mark: { } mark } proposal && events.LastOrDefault(static e => e is RepairClosed { Proposal: not null }) is { } made
            ? new ProposalJson(proposal.By, Line(proposal.Plan), Diff(proposal.Diff), mark, made.At)
            : null;

    private async Task<IReadOnlyList<ChangeJson>> Changes(IncidentId incident, IEnumerable<TreatmentEntry> sessions, CancellationToken cancel)
    {
        var changes = new List<ChangeJson>();
        foreach (var name in (string[])[DoctorNames.Playbook, DoctorNames.Chat])
        {
            foreach (var change in await new PlaybookFolder(settings.Home, incident, name).Changes(cancel))
            {
                var record = change.Record;
                changes.Add(new ChangeJson(
                    record.At, $"{name}/{record.Remedy}", Line(string.Join(", ", record.Touches.Concat(record.Moves.Select(static m => m.From)).Concat(record.Spends))), Line(record.Summary),
                    Diff(await change.Diff(cancel)), record.State == ChangeState.Undone));
            }
        }

        // What a model has had the playbook do is among the changes above.
        foreach (var entry in sessions.Where(static e => e.Diff.Length > 0 && e.Doctor != DoctorNames.Chat))
        {
            var config = settings.Gateways.FirstOrDefault(g => g.Id.Value == entry.Gateway)?.ConfigPath ?? "";
            changes.Add(new ChangeJson(entry.EndedAt ?? entry.StartedAt, entry.Doctor, Line(config), "the gateway's config", Diff(entry.Diff), entry.EndedAt is not null && entry.Healed != true));
        }

        return changes;
    }

    private static string Line(string text) => Redactor.Redact(UntrustedText.OneLine(text, LongestLine));

    private static string Diff(string text) => Redactor.Redact(PlainText.Block(text, LongestDiff));
}
