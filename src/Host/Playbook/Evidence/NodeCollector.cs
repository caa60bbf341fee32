using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>The runtime that the job starts: whether it is there, and whether OpenClaw takes its version.</summary>
internal sealed class NodeCollector : ICollector
{
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public string Name => "node";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var programs = patient.Programs.Find();
        if (programs.Node is not { } node)
        {
            return programs.Package is null ? [] : [Found.Blocking(FindingIds.NodeMissing, 0.8, "no node can be found for the gateway", patient.Job.File ?? "PATH", ("program", "node"))];
        }

        if (!File.Exists(node)) return [Found.Blocking(FindingIds.NodeMissing, 1, $"the runtime {node} is not there", node, ("program", node))];
        if (PackageFacts.NodeRange(programs.Package) is not { } range) return [];
        var answer = await new HostCommand(node, patient.Time).Run(["--version"], cancel, Ask);
        if (!answer.Succeeded) return [Found.Blocking(FindingIds.NodeMissing, 0.7, $"the runtime {node} does not run: {answer.Complaint}", node, ("program", node))];
        var version = answer.Output.Trim().TrimStart('v');
        return NodeRange.Allows(range, version) is false
            ? [Found.Blocking(FindingIds.NodeUnsupported, 1, $"OpenClaw does not take node {version}: it asks for {range}", node, ("program", node), ("version", version), ("range", range))]
            : [];
    }
}
