using System.Globalization;
using OpenClaw.Host.Playbook.Memory;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>How near the gateway's process is to the memory at which it is ended (Linux).</summary>
/// <param name="read">Its memory.</param>
internal sealed class MemoryCollector(Func<Actors.Watchdog.ProcessIdentity, MemoryReading?> read) : ICollector
{
    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        if ((await patient.Process.Look(cancel)).Process is not { } process || read(process) is not { Share: >= MemoryForesight.High } reading) return [];
        var (resident, limit) = (reading.Resident.ToString(CultureInfo.InvariantCulture), reading.Limit.ToString(CultureInfo.InvariantCulture));
        return
        [
            Found.Warning(
                FindingIds.MemoryHigh, 0.8, string.Create(CultureInfo.InvariantCulture, $"it has {reading.Resident >> 20} MB, and is ended at {reading.Limit >> 20} MB by {reading.Who}"), "/proc",
                ("rss", resident), ("limit", limit)),
        ];
    }
}
