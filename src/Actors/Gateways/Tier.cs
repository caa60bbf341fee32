namespace OpenClaw.Actors.Gateways;

/// <summary>One of the four tiers of healing, in the order in which an incident climbs them.</summary>
public enum Tier
{
    /// <summary>Tier 1: the process. Starts what is dead.</summary>
    Watchdog = 1,

    /// <summary>Tier 2: the health check. Restarts what lives but does not answer.</summary>
    Prober = 2,

    /// <summary>Tier 3: the doctors, in the order of their chain.</summary>
    Doctor = 3,

    /// <summary>Tier 4: a person is told.</summary>
    Human = 4,
}
