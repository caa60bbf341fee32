using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>Looks at what the healer does, by its own words on the disk: its status and its book. Touches nothing.</summary>
/// <param name="home">The state folder.</param>
/// <param name="gateway">The gateway.</param>
/// <param name="record">The drill.</param>
/// <param name="process">Looks at the gateway's process.</param>
/// <param name="history">The book of incidents.</param>
/// <param name="book">The book, for what was told.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Takes each thing as it is seen.</param>
internal sealed class DrillWatch(
    string home, GatewaySettings gateway, DrillRecord record, IGatewayProcess process, IIncidentHistory history, IBookQuestions book, TimeProvider time, Action<DrillStep> tell)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    // The incident's first sign may be a moment before the fault was written down.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly List<DrillStep> _steps = [];
    private readonly HashSet<int> _told = [];
    private string? _phase;
    private string? _unread;
    private DateTimeOffset? _wellSince;

    /// <summary>When the fault was made: all times are told from then on.</summary>
    public DateTimeOffset FaultAt { get; set; } = record.At;

    /// <summary>What was seen.</summary>
    public IReadOnlyList<DrillStep> Steps => _steps;

    /// <summary>The incident; null while there is none.</summary>
    public IncidentSummary? Incident { get; private set; }

    /// <summary>The first good look of the end; null while it has not come.</summary>
    public DateTimeOffset? HealthySince { get; private set; }

    /// <summary>Waits until the gateway is healthy again and the incident over. False when that is not so at the end.</summary>
    /// <param name="end">When nobody waits any more.</param>
    /// <param name="each">Done at each look; true ends it.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<bool> UntilHealed(DateTimeOffset end, Func<CancellationToken, Task<bool>> each, CancellationToken cancel)
    {
        for (; time.GetUtcNow() < end; await Task.Delay(Poll, time, cancel))
        {
            try
            {
                if (await IsHealed(cancel)) return true;
            }
            catch (Exception unread) when (unread is IOException or BookRefusedException)
            {
                // The next look may see more; the limit ends it in any case.
                if (_unread != unread.Message) Note($"not seen: {_unread = unread.Message}");
            }

            if (await each(cancel)) return false;
        }

        return false;
    }

    /// <summary>Waits until the gateway is healthy and no incident is open, however that came about.</summary>
    /// <param name="end">When nobody waits any more.</param>
    /// <param name="each">Done at each look.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task UntilWell(DateTimeOffset end, Func<CancellationToken, Task> each, CancellationToken cancel)
    {
        for (; time.GetUtcNow() < end; await Task.Delay(Poll, time, cancel))
        {
            await each(cancel);
            if (await UntilHealed(time.GetUtcNow() + Poll, static _ => Task.FromResult(true), cancel) || Status is { Healthy: true, Incident: null }) return;
        }
    }

    private GatewayLine? Status => new StatusFile(home).Read()?.Gateways.FirstOrDefault(g => g.Id == gateway.Id.Value);

    /// <summary>Notes something that was done.</summary>
    public void Note(string what)
    {
        var step = new DrillStep(Math.Round((time.GetUtcNow() - FaultAt).TotalSeconds, 1), UntrustedText.OneLine(what, 300));
        _steps.Add(step);
        tell(step);
    }

    /// <summary>What was told of it on the channels so far; what is on its way is waited for a moment.</summary>
    public async Task<IReadOnlyList<DrillAlert>> Alerts(TimeSpan patience, CancellationToken cancel)
    {
        var (began, told) = (time.GetTimestamp(), await Alerts(cancel));
        for (; told.Any(static a => a.Channel is null) && time.GetElapsedTime(began) < patience; told = await Alerts(cancel)) await Task.Delay(Poll, time, cancel);
        return told;
    }

    private async Task<IReadOnlyList<DrillAlert>> Alerts(CancellationToken cancel)
    {
        if (Incident is not { Id.Value: var id }) return [];
        // The keys of an incident's news begin with its id.
        var rows = await book.Ask<IReadOnlyList<(string Key, string Json, string? Channel, string? Mark)>>(
            db => db.Rows(
                "SELECT n.key, n.json, d.channel, d.mark FROM news n LEFT JOIN deliveries d ON d.gateway = n.gateway AND d.key = n.key WHERE n.gateway = $gateway AND n.key >= $from AND n.key < $to ORDER BY n.seq, d.channel",
                static row => (row.GetString(0), row.GetString(1), row.TextOrNull(2), row.TextOrNull(3)), ("$gateway", gateway.Id.Value), ("$from", $"{id}/"), ("$to", $"{id}0")), 1, [], cancel);
        return [.. rows.Where(static r => r.Mark != "NotForIt").Select(static r => new DrillAlert(r.Channel, UntrustedText.OneLine(NewsRows.Read(r.Key, r.Json)?.Title ?? r.Key, 200), r.Mark ?? "Waiting"))];
    }

    private async Task<bool> IsHealed(CancellationToken cancel)
    {
        await ReadBook(cancel);
        if (Status is not { } status) return false;
        if (status.Phase != _phase && (_phase is not null || !status.Healthy)) Note($"{gateway.Id} is {(Enum.TryParse<GatewayPhase>(status.Phase, out var phase) ? Telling.Phrase(phase) : status.Phase)}");
        _phase = status.Phase;
        if (Incident is { } known)
        {
            if (known.Outcome is null || !status.Healthy) return false;
            HealthySince = known.HealthySince;
            return known.Outcome is not (Outcome.StoppedByOwner or Outcome.Unknown);
        }

        // Its service manager may be faster than the healer is sure: then there is a new process that stays well, and no incident.
        var state = status is { Healthy: true, Incident: null } ? await process.Look(cancel) : null;
        if (state is not { Process: { } now } || now == record.Target) return (_wellSince = null) is not null;
        _wellSince ??= time.GetUtcNow();
        if (time.GetUtcNow() - _wellSince < gateway.Probe.StabilityWindow + (2 * gateway.Probe.Interval)) return false;
        HealthySince = _wellSince;
        return true;
    }

    private async Task ReadBook(CancellationToken cancel)
    {
        Incident ??= await history.Find(new IncidentQuery { Gateway = gateway.Id, Since = record.At - Slack, Limit = 1 }, cancel) is [var opened] ? opened : null;
        if (Incident is null) return;
        var events = await history.Events(Incident.Id, cancel);
        foreach (var e in events.Where(e => _told.Add(e.Number)).ToArray())
        {
            var step = new DrillStep(Math.Round(Math.Max(0, (e.At - FaultAt).TotalSeconds), 1), UntrustedText.OneLine(Telling.Line(e), 300));
            _steps.Add(step);
            tell(step);
        }

        Incident = events.Aggregate(default(IncidentSummary), IncidentSummary.Apply) ?? Incident;
    }
}
