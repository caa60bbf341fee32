using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenClaw.Bench.Worlds;

namespace OpenClaw.Bench.Scaling;

/// <summary>What one process of its own is to do, so that its memory is its own.</summary>
/// <param name="IsBare">Only ask, as often and in the same way, without a healer: the reference.</param>
/// <param name="Gateways">So many gateways.</param>
/// <param name="Url">Where all of them answer.</param>
/// <param name="Stuck">Where one more never answers; null for none.</param>
/// <param name="Pause">Between two looks at a gateway; each has its own, up to a tenth more or less.</param>
/// <param name="Settle">How long nothing is measured.</param>
/// <param name="Watch">How long it is measured.</param>
internal sealed record ScaleRequest(bool IsBare, int Gateways, Uri Url, Uri? Stuck, TimeSpan Pause, TimeSpan Settle, TimeSpan Watch)
{
    /// <summary>The verb under which this program does it.</summary>
    public const string Verb = "scale-worker";

    /// <summary>Has it done in a process of its own.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its last words.</exception>
    public async Task<ScaleOutcome> Run(CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb, JsonSerializer.Serialize(this, ScaleJson.Default.ScaleRequest)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // As the service does: what the collector may let the heap grow to is part of what is measured.
        foreach (var (name, value) in ServiceUnit.Variables) start.Environment[name] = value;
        using var worker = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        var (output, error) = (worker.StandardOutput.ReadToEndAsync(cancel), worker.StandardError.ReadToEndAsync(cancel));
        try
        {
            await worker.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            worker.Kill();
            throw;
        }

        return worker.ExitCode == 0 && JsonSerializer.Deserialize(await output, ScaleJson.Default.ScaleOutcome) is { } outcome
            ? outcome
            : throw new InvalidOperationException($"{Gateways} gateways: the process ended with {worker.ExitCode}: {(await error).Trim()}");
    }
}

/// <summary>What came of it.</summary>
/// <param name="Looks">Looks in the time that was measured.</param>
/// <param name="Failed">Of them, those that did not find a gateway that is well.</param>
/// <param name="StuckLooks">Looks at the one that never answers.</param>
/// <param name="CpuPerMinute">CPU time, milliseconds a minute.</param>
/// <param name="ResidentMegabytes">Resident memory.</param>
/// <param name="HeapMegabytes">Managed memory after a collection.</param>
/// <param name="DelayMedian">How late looks began, milliseconds; without the one that never answers.</param>
/// <param name="DelayP99">The same, 99th percentile.</param>
/// <param name="DelayMax">The same, the latest.</param>
internal sealed record ScaleOutcome(
    long Looks, long Failed, long StuckLooks, double CpuPerMinute, double ResidentMegabytes, double HeapMegabytes, double DelayMedian, double DelayP99, double DelayMax);

[JsonSerializable(typeof(ScaleRequest))]
[JsonSerializable(typeof(ScaleOutcome))]
internal sealed partial class ScaleJson : JsonSerializerContext;
