using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Metrics;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>Metrics of a spec's own, which hear no other spec.</summary>
internal static class Meters
{
    public static GatewayId Main { get; } = new("main");

    public static HealerMetrics Fresh(TimeProvider? time = null) => new(time ?? TimeProvider.System, "1.2.3", $"spec-{Guid.NewGuid():N}");

    /// <summary>A healer of one gateway with one channel and one doctor that costs.</summary>
    public static HealerParts Parts(IIncidentJournal? journal = null)
    {
        var probe = new ScriptedProbe();
        var doctor = new BudgetedDoctor(new ScriptedDoctor("claude-code"), new DoctorBudget(1, 1, 1, TimeSpan.FromHours(1)), new Notes(), TimeProvider.System);
        return new HealerParts([new GatewayParts(Main, new ScriptedProcess(), probe, [doctor], new GatewayPolicy())], [new ScriptedNotifier("discord", Severity.Warning)], journal ?? new FailableJournal());
    }

    /// <summary>Treatments in memory.</summary>
    internal sealed class Notes : ITreatmentBook
    {
        public List<TreatmentEntry> Entries { get; } = [];

        public Task? Answers { get; set; }

        public Task Note(TreatmentEntry entry, CancellationToken cancel)
        {
            Entries.RemoveAll(e => (e.Incident, e.Doctor, e.StartedAt) == (entry.Incident, entry.Doctor, entry.StartedAt));
            Entries.Add(entry);
            return Task.CompletedTask;
        }

        public async Task<IReadOnlyList<TreatmentEntry>> Since(DateTimeOffset start, CancellationToken cancel)
        {
            if (Answers is { } first) await first.WaitAsync(cancel);
            return [.. Entries.Where(e => e.StartedAt >= start)];
        }

        public Task<IReadOnlyList<TreatmentEntry>> Of(string gateway, string signature, int most, CancellationToken cancel) => Task.FromResult<IReadOnlyList<TreatmentEntry>>([]);
    }
}
