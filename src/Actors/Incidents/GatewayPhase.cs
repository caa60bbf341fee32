namespace OpenClaw.Actors.Incidents;

/// <summary>What a gateway is right now, decided from all witnesses together.</summary>
public enum GatewayPhase
{
    /// <summary>Too little is known to say. Nothing is done.</summary>
    Unknown,

    /// <summary>It lives and has started.</summary>
    Ready,

    /// <summary>It lives and has started; something inside it (a channel, a database) does not work. Never a reason to restart.</summary>
    LiveNotReady,

    /// <summary>It is booting. Never killed.</summary>
    Starting,

    /// <summary>It finishes its work before it stops. Never killed.</summary>
    Draining,

    /// <summary>It says that it is booting or finishing its work, for longer than any boot may take. Told to a human; never killed.</summary>
    Stalled,

    /// <summary>Its own manager is about to start it.</summary>
    Restarting,

    /// <summary>A bad sign, not yet often enough to act on.</summary>
    Suspect,

    /// <summary>There is no process.</summary>
    Down,

    /// <summary>The process lives and does not answer, again and again.</summary>
    Wedged,

    /// <summary>It refuses its configuration (exit 78): starting it again cannot help.</summary>
    ConfigBlocked,

    /// <summary>A program that is no gateway has its port: only its owner may end it.</summary>
    PortTaken,

    /// <summary>It runs, and listens at another port than the one where it is asked: a restart cannot help.</summary>
    Elsewhere,

    /// <summary>Its owner stopped it: it stays stopped.</summary>
    StoppedOnPurpose,

    /// <summary>The service manager does not know it.</summary>
    NotLoaded,

    /// <summary>A failed update switched its job off or unloaded it.</summary>
    Disabled,

    /// <summary>It serves, and OpenClaw's own crash-loop breaker holds channels back: it looks green and is deaf. A restart would make it worse.</summary>
    ChannelsSuppressed,

    /// <summary>It answers and fails in turns, again and again.</summary>
    Flapping,

    /// <summary>Another OpenClaw gateway has its port or its state folder, and its own manager's one cannot run beside it.</summary>
    Duplicate,

    /// <summary>Somebody is updating or replacing its installation.</summary>
    Updating,

    /// <summary>Its owner has paused the healer.</summary>
    Paused,

    /// <summary>The host slept or stood still a moment ago: what was seen before says nothing, and the gateway is given time to come to.</summary>
    Awoken,

    /// <summary>Neither the process nor HTTP can be read: nothing is treated blind.</summary>
    Blind,
}
