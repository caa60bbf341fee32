using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Probes;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>One gateway: installed, of a version that is known to work, answering, and alone on its port.</summary>
/// <param name="settings">The settings.</param>
/// <param name="gateway">The gateway.</param>
/// <param name="owner">The owner's environment.</param>
/// <param name="local">This machine's processes.</param>
/// <param name="clients">Makes the probe's HTTP client.</param>
/// <param name="time">The clock.</param>
internal sealed class GatewayCheck(HealerSettings settings, GatewaySettings gateway, OwnerEnvironment owner, LocalProcesses local, IHttpClientFactory clients, TimeProvider time) : ICheck
{
    /// <summary>The version the daemon was tested with.</summary>
    public const string Tested = "2026.9.6";

    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(4);

    private string Id => gateway.Id.Value;

    /// <inheritdoc/>
    public string Area => "gateway";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        var patient = await new PatientFactory(settings, owner, local, time).For(gateway, new NothingServed(), cancel);
        var live = new HttpHealthProbe(clients, gateway.Url, Answer, time).Look(cancel);
        var state = await patient.Process.Look(cancel);
        return [Installed(patient, state), Answers(await live), .. Port(state.Port)];
    }

    private CheckLine Installed(Patient patient, ProcessState state)
    {
        if (patient.Programs.Find().Package is not { } package)
        {
            return state.Process is not null || state.Port.Kind == PortOwnerKind.Gateway
                ? this.Warning("its package cannot be found, so no remedy can look after it", $"name its program in openclaw.gateways.{Id}.command", Id)
                : this.Fault($"OpenClaw is not installed where {gateway.Command[0]} is looked for", $"install it (npm i -g openclaw), or name its program in openclaw.gateways.{Id}.command", Id);
        }

        var version = PackageFacts.Version(package);
        return version is null ? this.Fault($"the package {package} says no version", "install OpenClaw again", Id)
            : Compare(version) < 0 ? this.Warning($"OpenClaw {version} is older than what this was tested with ({Tested})", "update it; its health endpoints may differ", Id)
            : this.Ok(version == Tested ? $"OpenClaw {version} in {package}" : $"OpenClaw {version} in {package} (tested with {Tested})", Id);
    }

    private CheckLine Answers(HttpAnswer answer) => answer.Liveness switch
    {
        Liveness.Live => this.Ok($"answers at {gateway.Url.GetLeftPart(UriPartial.Authority)}", Id),
        Liveness.Foreign => this.Fault($"what answers at {gateway.Url.GetLeftPart(UriPartial.Authority)} is no OpenClaw gateway: {answer.Evidence}", $"correct openclaw.gateways.{Id}.url, or end that program", Id),
        _ => this.Warning($"does not answer: {answer.Evidence}", "the daemon would start it; 'openclaw-actors diagnose' says what is wrong with it", Id),
    };

    private IEnumerable<CheckLine> Port(PortOwner port) => port.Kind switch
    {
        PortOwnerKind.Stranger => [this.Fault($"port {gateway.Url.Port} is taken by pid {port.Pid}: {port.Command}", "end that program, or give the gateway another port", Id)],
        PortOwnerKind.OtherGateway => [this.Fault($"port {gateway.Url.Port} belongs to another gateway than the manager's, pid {port.Pid}: {port.Command}", "stop the one that was started by hand, so that its manager can start its own", Id)],
        _ => [],
    };

    // By year, month and day as OpenClaw numbers its versions; what is not so is left alone.
    private static int Compare(string version)
    {
        var numbers = version.Split('-')[0].Split('.').Select(static part => int.TryParse(part, out var number) ? number : int.MaxValue).ToArray();
        var tested = Tested.Split('.').Select(int.Parse).ToArray();
        for (var i = 0; i < tested.Length && i < numbers.Length; i++)
            if (numbers[i] != tested[i]) return numbers[i].CompareTo(tested[i]);
        return 0;
    }
}
