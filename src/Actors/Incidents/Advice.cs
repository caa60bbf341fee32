using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>What a human is told to do, with the exact command.</summary>
public static class Advice
{
    /// <summary>The human's turn for a gateway in this phase.</summary>
    public static string YourTurn(GatewayPhase phase, ProcessState? process) => (phase, process?.Port.Pid) switch
    {
        (GatewayPhase.ConfigBlocked, _) => "mend the configuration: the last words in the evidence, openclaw config validate or openclaw logs --limit 50 say what it refuses; the gateway is started as soon as the file changes",
        (GatewayPhase.Elsewhere, _) => $"either let its job use the port where it is asked (openclaw gateway install --force --port PORT), or tell the healer the new one: openclaw.gateways.NAME.url (it listens at {process?.ListensAt})",
        (GatewayPhase.PortTaken, { } pid) => $"end that program if you do not need it (kill {pid}), or give one of the two another port; the gateway is started as soon as the port is free",
        (GatewayPhase.PortTaken, null) => "find out who listens (lsof -nP -iTCP -sTCP:LISTEN) and end it; the gateway is started as soon as the port is free",
        _ => "look at the gateway: openclaw gateway status --deep, then openclaw logs --limit 100",
    };

    /// <summary>The human's turn for what a doctor would do and may not; null when there is no such thing.</summary>
    public static string? YourTurn(IncidentId incident, Doctoring.Proposal? proposal) => proposal switch
    {
        null => null,
        { Mark: null } => $"nothing was changed, and nothing is unless you do it: {proposal.Plan}",
        { Mark: { } mark } => $"nothing was changed yet. To have exactly this done: openclaw-actors approve {incident} --proposal {mark}",
    };

    /// <summary>Who has the port, as far as could be seen.</summary>
    public static string PortTaken(ProcessState? process) => process?.Port is { Pid: { } pid } port
        ? $"its port is taken by another program: pid {pid}: {port.Command}"
        : "its port is taken by another program that could not be identified";
}
