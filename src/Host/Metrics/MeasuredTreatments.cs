using System.Collections.Concurrent;
using OpenClaw.Host.Doctors.Records;

namespace OpenClaw.Host.Metrics;

/// <summary>The treatments in the book, with what they cost counted as it grows: an entry is told again and again with its whole cost, also by a daemon that has taken the session over.</summary>
/// <param name="book">The book.</param>
/// <param name="metrics">Where it is counted.</param>
/// <param name="time">The clock.</param>
internal sealed class MeasuredTreatments(ITreatmentBook book, HealerMetrics metrics, TimeProvider time) : ITreatmentBook
{
    private const int MostKnown = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly ConcurrentDictionary<(string Incident, string Doctor, DateTimeOffset StartedAt), decimal> _counted = new();

    /// <inheritdoc/>
    public async Task Note(TreatmentEntry entry, CancellationToken cancel)
    {
        var key = (entry.Incident, entry.Doctor, entry.StartedAt);
        if (!_counted.TryGetValue(key, out var counted))
        {
            if (entry.StartedAt < _started) counted = await Earlier(entry, cancel);
            else metrics.DoctorSessions.Add(1, entry.Gateway, entry.Doctor);
        }

        metrics.DoctorCost.Add((double)Math.Max(0, entry.CostUsd - counted), entry.Gateway, entry.Doctor);
        _counted[key] = Math.Max(counted, entry.CostUsd);
        while (_counted.Count > MostKnown && _counted.Keys.MinBy(static k => k.StartedAt) is var oldest) _counted.TryRemove(oldest, out _);
        await book.Note(entry, cancel);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TreatmentEntry>> Since(DateTimeOffset start, CancellationToken cancel) => book.Since(start, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TreatmentEntry>> Of(string gateway, string signature, int most, CancellationToken cancel) => book.Of(gateway, signature, most, cancel);

    /// <summary>What an earlier daemon has counted: what is in the book. One that does not answer in time holds no doctor up; then only what comes from now on counts.</summary>
    private async Task<decimal> Earlier(TreatmentEntry entry, CancellationToken cancel)
    {
        try
        {
            var known = await book.Since(entry.StartedAt, cancel).WaitAsync(Patience, time, cancel);
            return known.FirstOrDefault(e => (e.Incident, e.Doctor, e.StartedAt) == (entry.Incident, entry.Doctor, entry.StartedAt))?.CostUsd ?? entry.CostUsd;
        }
        catch (TimeoutException)
        {
            return entry.CostUsd;
        }
    }
}
