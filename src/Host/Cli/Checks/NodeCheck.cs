using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>The runtime of a gateway: there, running, and of a version that OpenClaw takes.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="searchPath">The owner's PATH.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class NodeCheck(GatewaySettings gateway, string searchPath, TimeProvider time) : ICheck
{
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public string Area => "node";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        // The job's own where there is one: it may pin another runtime than the PATH has.
        var unit = GatewayJob.Of(gateway, OperatingSystem.IsMacOS() ? ManagerKind.Launchd : ManagerKind.Systemd, searchPath);
        var job = unit.File is { } file && File.Exists(file) && gateway.Manager != ManagerSetting.Direct ? unit : GatewayJob.Of(gateway, ManagerKind.Direct, searchPath);
        var programs = Installation.Of(job.CommandLine(), searchPath);
        if (programs.Node is not { } node) return programs.Package is null ? [] : [this.Fault("no node can be found for the gateway", "install Node.js, or put its folder on PATH", gateway.Id.Value)];
        var answer = await new HostCommand(node, time).Run(["--version"], cancel, Ask);
        if (!answer.Succeeded) return [this.Fault($"{node} does not run: {answer.Complaint}", "install Node.js again", gateway.Id.Value)];
        var (version, range) = (answer.Output.Trim().TrimStart('v'), PackageFacts.NodeRange(programs.Package));
        return range is not null && NodeRange.Allows(range, version) is false
            ? [this.Fault($"{node} is {version}, and OpenClaw asks for {range}", "install a version within that range", gateway.Id.Value)]
            : [this.Ok($"{version} ({node})", gateway.Id.Value)];
    }
}
