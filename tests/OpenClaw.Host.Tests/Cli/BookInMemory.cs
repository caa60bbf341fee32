using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>A book that holds what a spec wrote into it, and notes what it was asked.</summary>
internal sealed class BookInMemory(params IReadOnlyList<IncidentEvent> events) : IIncidentHistory
{
    /// <summary>The last question but those for any incident at all.</summary>
    public IncidentQuery? Asked { get; private set; }

    /// <summary>Nobody finds the events any more, only what they came to.</summary>
    public bool HasLinesOnly { get; init; }

    /// <summary>What every question is answered with instead.</summary>
    public Exception? Fault { get; init; }

    public Task<IReadOnlyList<IncidentSummary>> Find(IncidentQuery query, CancellationToken cancel)
    {
        if (Fault is not null) throw Fault;
        if (query.Limit > 1) Asked = query;
        return Task.FromResult<IReadOnlyList<IncidentSummary>>([.. Summaries().Where(x => (query.Cause is null || x.Cause == query.Cause) && (query.Id is null || x.Id == query.Id)
            && (query.Gateway is not { } gateway || x.Id.Value.StartsWith($"{gateway}-", StringComparison.Ordinal)) && (query.IsOpen is null || (x.ResolvedAt is null) == query.IsOpen)).Reverse().Take(query.Limit)]);
    }

    public Task<IReadOnlyList<IncidentEvent>> Events(IncidentId incident, CancellationToken cancel) =>
        Fault is not null ? throw Fault : Task.FromResult<IReadOnlyList<IncidentEvent>>(HasLinesOnly ? [] : [.. events.Where(e => e.Incident == incident)]);

    public Task<IReadOnlyList<RemedyRecord>> Remedies(GatewayId gateway, GatewayPhase cause, CancellationToken cancel)
    {
        if (Fault is not null) throw Fault;
        var ended = Summaries().Where(x => x.Outcome is not null && x.Cause == cause && x.Id.Value.StartsWith($"{gateway}-", StringComparison.Ordinal)).ToArray();
        return Task.FromResult<IReadOnlyList<RemedyRecord>>(
            [.. ended.SelectMany(static x => x.Tried).Distinct().Select(r => new RemedyRecord(r, ended.Count(x => x.Tried.Contains(r)), ended.Count(x => x.IsHealedByUs && x.Remedy == r)))]);
    }

    private IEnumerable<IncidentSummary> Summaries() =>
        events.GroupBy(static e => e.Incident).Select(static story => story.Aggregate(default(IncidentSummary), IncidentSummary.Apply)!);
}
