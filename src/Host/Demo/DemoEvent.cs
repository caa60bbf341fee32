using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Demo;

/// <summary>Something a viewer of the demo sees happen.</summary>
internal abstract record DemoEvent(DateTimeOffset At)
{
    /// <summary>The stage is being set or cleared.</summary>
    public sealed record Remark(DateTimeOffset At, string Text) : DemoEvent(At);

    /// <summary>The curtain rises.</summary>
    public sealed record ActBegan(DateTimeOffset At, DemoAct Act) : DemoEvent(At);

    /// <summary>The demo has broken something.</summary>
    public sealed record Broke(DateTimeOffset At, string What) : DemoEvent(At);

    /// <summary>The owner, played by the demo, has done something with their own hands.</summary>
    public sealed record OwnerDid(DateTimeOffset At, string What) : DemoEvent(At);

    /// <summary>The doctor says what it is doing.</summary>
    public sealed record DoctorDid(DateTimeOffset At, string What) : DemoEvent(At);

    /// <summary>The healer's view of the gateway has changed: its phase, or only the incident it belongs to.</summary>
    public sealed record Seen(DateTimeOffset At, GatewayStatus Status, bool IsNewPhase) : DemoEvent(At);

    /// <summary>The incident has moved.</summary>
    public sealed record News(DateTimeOffset At, IncidentEvent Event) : DemoEvent(At);

    /// <summary>A message has arrived at Discord.</summary>
    public sealed record Got(DateTimeOffset At, ReceivedMessage Message) : DemoEvent(At);

    /// <summary>The curtain falls.</summary>
    public sealed record ActEnded(DateTimeOffset At, ActResult Result) : DemoEvent(At);
}
