using OpenClaw.Host.Doctors.Records;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>What doctors did, to be read.</summary>
internal sealed class TreatmentsInMemory : ITreatmentBook
{
    public List<TreatmentEntry> Entries { get; } = [];

    public Task Note(TreatmentEntry entry, CancellationToken cancel) => throw new NotSupportedException("it only reads");

    public Task<IReadOnlyList<TreatmentEntry>> Since(DateTimeOffset start, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<TreatmentEntry>>([.. Entries.Where(e => e.StartedAt >= start).OrderBy(static e => e.StartedAt)]);

    public Task<IReadOnlyList<TreatmentEntry>> Of(string gateway, string signature, int most, CancellationToken cancel) => throw new NotSupportedException("it asks for a time");
}
