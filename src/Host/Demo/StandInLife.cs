using System.Text.Json.Serialization;

namespace OpenClaw.Host.Demo;

/// <summary>Where a stand-in gateway is in its life: starting for a while, then started, at last draining.</summary>
internal sealed class StandInLife(TimeProvider time, TimeSpan boot)
{
    private readonly long _born = time.GetTimestamp();
    private volatile bool _draining;

    /// <summary>It has booted and nobody has asked it to stop.</summary>
    public bool Started => !_draining && Uptime >= boot;

    private TimeSpan Uptime => time.GetElapsedTime(_born);

    private string? Pending => _draining ? "gateway-draining" : Started ? null : "startup-sidecars";

    /// <summary>From now on it finishes its work.</summary>
    public void Drain() => _draining = true;

    /// <summary>What <c>/startupz</c> says.</summary>
    public StartupBody Startup() => new(
        Started, _draining ? "draining" : Started ? "started" : "starting", StandInGateway.Version, (long)Uptime.TotalMilliseconds,
        _draining ? null : Pending);

    /// <summary>What <c>/readyz</c> says.</summary>
    public ReadyBody Ready() => new(Started, Pending is { } why ? [why] : [], (long)Uptime.TotalMilliseconds, new EventLoopBody(false, []));
}

internal sealed record LiveBody(bool Ok, string Status);

internal sealed record StartupBody(bool Ok, string Status, string Version, long UptimeMs, string? PendingReason);

internal sealed record ReadyBody(bool Ready, IReadOnlyList<string> Failing, long UptimeMs, EventLoopBody EventLoop);

internal sealed record EventLoopBody(bool Degraded, IReadOnlyList<string> Reasons);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LiveBody))]
[JsonSerializable(typeof(StartupBody))]
[JsonSerializable(typeof(ReadyBody))]
internal sealed partial class StandInJson : JsonSerializerContext;
