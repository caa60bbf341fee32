namespace OpenClaw.Actors.Probing;

/// <summary>What the gateway answered in one look (OpenClaw 2026.9.6: <c>/healthz</c>, <c>/startupz</c>, <c>/readyz</c>).</summary>
/// <param name="Liveness">From <c>/healthz</c>, its body included.</param>
/// <param name="Startup">From <c>/startupz</c>; asked only when live.</param>
/// <param name="Readiness">From <c>/readyz</c>; for diagnosis only: a gateway with one broken channel is not ready and must not be restarted.</param>
/// <param name="Version">The version <c>/startupz</c> names.</param>
/// <param name="Failing">What <c>/readyz</c> says is failing.</param>
/// <param name="Suppressed">Channels that <c>/readyz</c> says are held back by OpenClaw's own crash-loop breaker: looks green, is deaf.</param>
/// <param name="ConfiguredUrlStatus">The status code of <c>OPENCLAW_GATEWAY_URL</c> itself; null when it did not answer. For diagnosis only: the control UI may be switched off.</param>
/// <param name="Elapsed">How long <c>/healthz</c> took.</param>
/// <param name="Evidence">The raw observation in one line.</param>
public sealed record HttpAnswer(
    Liveness Liveness,
    StartupState Startup,
    Readiness Readiness,
    string? Version,
    IReadOnlyList<string> Failing,
    IReadOnlyList<string> Suppressed,
    int? ConfiguredUrlStatus,
    TimeSpan Elapsed,
    string Evidence)
{
    /// <summary>An answer that says only whether the gateway lives.</summary>
    public static HttpAnswer Of(Liveness liveness, TimeSpan elapsed, string evidence) =>
        new(liveness, StartupState.Unknown, Readiness.Unknown, null, [], [], null, elapsed, evidence);
}

/// <summary>What <c>/healthz</c> says.</summary>
public enum Liveness
{
    /// <summary>The probe itself failed, or was told to come back later (429): no news.</summary>
    Unknown,

    /// <summary>The gateway's own body: it lives.</summary>
    Live,

    /// <summary>Nobody accepts connections.</summary>
    Refused,

    /// <summary>A connection was accepted (or timed out) and no answer came in time.</summary>
    Silent,

    /// <summary>Somebody answered, but not as a gateway does.</summary>
    Foreign,
}

/// <summary>What <c>/startupz</c> says.</summary>
public enum StartupState
{
    /// <summary>Not asked or not understood.</summary>
    Unknown,

    /// <summary>Still booting.</summary>
    Starting,

    /// <summary>Booted.</summary>
    Started,

    /// <summary>Finishing its work before it stops.</summary>
    Draining,
}

/// <summary>What <c>/readyz</c> says.</summary>
public enum Readiness
{
    /// <summary>Not asked or not understood.</summary>
    Unknown,

    /// <summary>Everything works.</summary>
    Ready,

    /// <summary>Something does not work; see <see cref="HttpAnswer.Failing"/>.</summary>
    NotReady,
}
