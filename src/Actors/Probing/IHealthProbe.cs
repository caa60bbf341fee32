namespace OpenClaw.Actors.Probing;

/// <summary>Asks the gateway's own HTTP endpoints. Never an exception for what the gateway does; only the probe's own failure is <see cref="Liveness.Unknown"/>.</summary>
public interface IHealthProbe
{
    /// <summary>Looks once, bounded by the probe's own timeout.</summary>
    Task<HttpAnswer> Look(CancellationToken cancel);
}
