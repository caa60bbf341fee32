using System.Globalization;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Doctors.Records;

/// <summary>
/// A doctor with costs, within what its owner has set. Spent means: not called, and the next one (in the end a human) is due at once. A case that is open goes on
/// until its own money is spent. Unknown costs count as none; the number of sessions bounds those.
/// </summary>
/// <param name="doctor">The doctor.</param>
/// <param name="budget">What may be spent.</param>
/// <param name="book">What was.</param>
/// <param name="time">The clock.</param>
public sealed class BudgetedDoctor(IDoctor doctor, DoctorBudget budget, ITreatmentBook book, TimeProvider time) : IDoctor
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>When the owner last asked for this gateway to be healed: that passes the cooldown, and no other limit. Null: never, or nobody knows.</summary>
    public Func<CaseFile, CancellationToken, Task<DateTimeOffset?>> HealAskedAt { get; init; } = static (_, _) => Task.FromResult<DateTimeOffset?>(null);

    /// <summary>The doctor itself.</summary>
    public IDoctor Inner => doctor;

    /// <inheritdoc/>
    public string Name => doctor.Name;

    /// <inheritdoc/>
    public async Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        // What the owner has approved is put in place without any session.
        if (file.Approved is not null) return await doctor.Treat(file, cancel);
        var now = time.GetUtcNow();
        var day = await book.Since(now - Day - budget.CooldownAfterFailure, cancel);
        return WhySpent(file, day, now, await HealAskedAt(file, cancel)) is { } why
            ? new DoctorReply.Unavailable(UnavailableKind.Budget, why)
            : await doctor.Treat(file with { BudgetUsd = Left(file, day, now) }, cancel);
    }

    /// <inheritdoc/>
    public Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel) => doctor.Discharge(incident, verdict, cancel);

    private string? WhySpent(CaseFile file, IReadOnlyList<TreatmentEntry> entries, DateTimeOffset now, DateTimeOffset? asked)
    {
        var (here, today) = (OfIncident(file, entries), Today(entries, now));
        if (here >= budget.CostPerIncident) return $"{PlainText.Money(here)} were spent on this incident; openclaw.doctor.budget.cost-per-incident-usd allows {PlainText.Money(budget.CostPerIncident)}.";
        if (today.Sum(static e => e.CostUsd) is var spent && spent >= budget.CostPerDay)
            return $"{PlainText.Money(spent)} were spent in the last 24 hours; openclaw.doctor.budget.cost-per-day-usd allows {PlainText.Money(budget.CostPerDay)}. {FreeAt(today, now)}";
        // Its case is open: going on with it begins no new session, or takes up one that was cut short.
        if (entries.Any(e => e.Incident == file.Incident.Value && e.EndedAt is null)) return null;
        if (today.Count >= budget.SessionsPerDay) return $"There were {today.Count} sessions in the last 24 hours; openclaw.doctor.budget.sessions-per-day allows {budget.SessionsPerDay}. {FreeAt(today, now)}";
        var failed = entries.LastOrDefault(e => e.Gateway == file.Gateway.Value && e.Doctor == Name && e.Signature == CaseSignature.Of(file) && e.Incident != file.Incident.Value && e.EndedAt is not null);
        return failed is { Healed: false, EndedAt: { } ended } && now - ended < budget.CooldownAfterFailure && !(asked > ended && asked <= now)
            ? string.Create(CultureInfo.InvariantCulture, $"It could not help with this kind of outage in {failed.Incident}; openclaw.doctor.budget.cooldown-after-failure lets it try again at {ended + budget.CooldownAfterFailure:u}. To have it try now: openclaw-actors heal {file.Gateway}.")
            : null;
    }

    private decimal Left(CaseFile file, IReadOnlyList<TreatmentEntry> entries, DateTimeOffset now) =>
        Math.Min(budget.CostPerIncident - OfIncident(file, entries), budget.CostPerDay - Today(entries, now).Sum(static e => e.CostUsd));

    private static decimal OfIncident(CaseFile file, IReadOnlyList<TreatmentEntry> entries) => entries.Where(e => e.Incident == file.Incident.Value).Sum(static e => e.CostUsd);

    private static List<TreatmentEntry> Today(IReadOnlyList<TreatmentEntry> entries, DateTimeOffset now) => [.. entries.Where(e => now - e.StartedAt < Day)];

    private static string FreeAt(List<TreatmentEntry> today, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"The first of them counts until {(today.Count > 0 ? today[0].StartedAt : now) + Day:u}.");
}
