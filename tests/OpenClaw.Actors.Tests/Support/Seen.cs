using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>Things a witness can say, by name.</summary>
public static class Seen
{
    /// <summary>The first process.</summary>
    public static readonly ProcessIdentity P1 = new(100, 1000);

    /// <summary>The process after it.</summary>
    public static readonly ProcessIdentity P2 = new(200, 2000);

    /// <summary>A live process that owns its port.</summary>
    public static ProcessState Alive(ProcessIdentity? process = null, DateTimeOffset? startedAt = null, ServiceState service = ServiceState.Running, PortOwner? port = null) =>
        new(service, process ?? P1, startedAt, port ?? new PortOwner(PortOwnerKind.Gateway, (process ?? P1).Pid), null, false, $"running as {process ?? P1}");

    /// <summary>No process.</summary>
    public static ProcessState Gone(ServiceState service = ServiceState.Failed, int? code = null, bool configChanged = false, PortOwner? port = null) =>
        new(service, null, null, port ?? PortOwner.Nobody, code is null ? null : new ProcessExit(code, null, default), configChanged, $"no process, {service}");

    /// <summary>It refused its configuration.</summary>
    public static ProcessState Refused78(bool configChanged = false) => Gone(code: ProcessExit.ConfigRefused, configChanged: configChanged);

    /// <summary>A stranger on the port.</summary>
    public static ProcessState Stranger(int pid = 666, string command = "python3 -m http.server 18789") =>
        Gone(port: new PortOwner(PortOwnerKind.Stranger, pid, command));

    /// <summary>Nothing could be read.</summary>
    public static ProcessState Unreadable() => ProcessState.Unreadable("the manager could not be asked");

    /// <summary>Live, started and ready.</summary>
    public static HttpAnswer Ready() => Live(StartupState.Started);

    /// <summary>Live, with this state of its boot.</summary>
    public static HttpAnswer Live(StartupState startup, Readiness readiness = Readiness.Ready, params string[] suppressed) =>
        new(Liveness.Live, startup, readiness, "2026.9.6", [], suppressed, 200, TimeSpan.FromMilliseconds(3), $"/healthz ok, {startup}, {readiness}");

    /// <summary>Not live.</summary>
    public static HttpAnswer Bad(Liveness liveness) => HttpAnswer.Of(liveness, TimeSpan.FromSeconds(5), $"/healthz {liveness}");

    /// <summary>Connection refused.</summary>
    public static HttpAnswer Refused() => Bad(Liveness.Refused);

    /// <summary>No answer.</summary>
    public static HttpAnswer Silent() => Bad(Liveness.Silent);
}
