using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Remedies;

namespace OpenClaw.Host.Cli;

/// <summary>What <c>playbook</c> and <c>heal</c> work with, made by whoever puts the program together.</summary>
public sealed record VerbParts
{
    /// <summary>The remedies there are.</summary>
    public required IReadOnlyList<IRemedy> Remedies { get; init; }

    /// <summary>Finds the gateway's job, programs and manager; touches nothing.</summary>
    public required Func<HealerSettings, GatewaySettings, CancellationToken, Task<Patient>> Examine { get; init; }

    /// <summary>Asks all collectors, the slow ones too.</summary>
    public required Func<Patient, CancellationToken, Task<Diagnosis>> Diagnose { get; init; }

    /// <summary>Writes down that the owner agrees with these remedies, by name: state folder, gateway, now.</summary>
    public required Func<string, GatewayId, DateTimeOffset, IReadOnlyList<string>, CancellationToken, Task> Consent { get; init; }

    /// <summary>Gives the owner's word "heal" to the daemon: state folder, gateway, now.</summary>
    public required Func<string, GatewayId, DateTimeOffset, CancellationToken, Task> Order { get; init; }
}
