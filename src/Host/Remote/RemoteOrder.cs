using OpenClaw.Actors.Gateways;

namespace OpenClaw.Host.Remote;

/// <summary>One deed, decided to the last detail, that waits for its code. What is carried out is this, or nothing.</summary>
/// <param name="Words">The command it came from, in our own words.</param>
/// <param name="Would">What would be done, as it is shown to whoever asked; lines.</param>
internal abstract record RemoteOrder(string Words, string Would)
{
    /// <summary>The incident it is about; null for none.</summary>
    public virtual string? About => null;

    /// <summary>It takes minutes: its beginning is told too.</summary>
    public virtual bool IsLong => false;

    /// <summary>Hands off for so long, from the code on.</summary>
    public sealed record Pause(string Words, string Would, GatewayId Gateway, TimeSpan Length, string? Reason) : RemoteOrder(Words, Would);

    /// <summary>The end of a pause, and of an owner's stop.</summary>
    public sealed record Resume(string Words, string Would, GatewayId Gateway) : RemoteOrder(Words, Would);

    /// <summary>An incident was seen.</summary>
    public sealed record Ack(string Words, string Would, GatewayId Gateway, string Incident) : RemoteOrder(Words, Would)
    {
        /// <inheritdoc/>
        public override string? About => Incident;
    }

    /// <summary>A yes to the proposal with this mark.</summary>
    public sealed record Approve(string Words, string Would, string Incident, string Mark) : RemoteOrder(Words, Would)
    {
        /// <inheritdoc/>
        public override string? About => Incident;
    }

    /// <summary>Exactly this change is taken back.</summary>
    public sealed record Undo(string Words, string Would, string Incident, string What) : RemoteOrder(Words, Would)
    {
        /// <inheritdoc/>
        public override string? About => Incident;
    }

    /// <summary>The gateway is started anew, in exactly this way.</summary>
    public sealed record Restart(string Words, string Would, GatewayId Gateway, RestartWay Way, string? Incident) : RemoteOrder(Words, Would)
    {
        /// <inheritdoc/>
        public override string? About => Incident;

        /// <inheritdoc/>
        public override bool IsLong => Way == RestartWay.WhenIdle;
    }
}

/// <summary>How a gateway is started anew, by what it is now.</summary>
internal enum RestartWay
{
    /// <summary>Its owner had stopped it: it is started.</summary>
    Start,

    /// <summary>It is down: it is treated, now.</summary>
    Treat,

    /// <summary>It serves: OpenClaw restarts itself as soon as it is idle.</summary>
    WhenIdle,
}
