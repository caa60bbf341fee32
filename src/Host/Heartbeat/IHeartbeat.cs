using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Heartbeat;

/// <summary>What a ping says.</summary>
internal enum Beat
{
    /// <summary>The daemon has started; it does not say that it is well.</summary>
    Start,

    /// <summary>All of it lives, and its alerts arrive.</summary>
    Alive,

    /// <summary>Something is wrong that no alert can tell.</summary>
    Failing,

    /// <summary>Something to know; how it stands stays as it was.</summary>
    Note,
}

/// <summary>Somebody elsewhere who notices when we fall silent.</summary>
internal interface IHeartbeat
{
    /// <summary>Tries once. What the other side does is a <see cref="Delivery"/>, never an exception; no secret is in any text it returns.</summary>
    /// <param name="beat">What is said.</param>
    /// <param name="text">More about it, a few lines; secrets are taken out, and what is too long is cut.</param>
    /// <param name="cancel">Ends the try.</param>
    Task<Delivery> Send(Beat beat, string text, CancellationToken cancel);
}
