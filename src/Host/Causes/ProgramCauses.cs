using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Causes;

/// <summary>The files that change a systemd unit.</summary>
/// <param name="job">The gateway's job.</param>
internal sealed class DropInsCause(GatewayJob job) : ICause
{
    public ValueTask<string?> Read(CancellationToken cancel) =>
        ValueTask.FromResult<string?>(string.Join('\n', job.DropInFiles().Select(static path => $"{path} {FileMark.OfText(path)}")));

    public string? Tell(string? before, string now) => before is null ? null : "its job's drop-in files were changed";
}

/// <summary>The runtime that a gateway is started with.</summary>
/// <param name="programs">What it is made of.</param>
internal sealed class NodeCause(InstallationFinder programs) : ICause
{
    public ValueTask<string?> Read(CancellationToken cancel) => ValueTask.FromResult(programs.Find().Node is { } node ? FileMark.OfProgram(node) : null);

    public string? Tell(string? before, string now) => (before, now) switch
    {
        (_, FileMark.Gone) => null,
        (null or FileMark.Gone, _) => "node is back",
        _ => "node was replaced",
    };
}

/// <summary>OpenClaw's package.</summary>
/// <param name="programs">What the gateway is made of.</param>
internal sealed class PackageCause(InstallationFinder programs) : ICause
{
    public ValueTask<string?> Read(CancellationToken cancel)
    {
        var installation = programs.Find();
        return ValueTask.FromResult(installation.IsComplete switch
        {
            null => null,
            false => FileMark.Gone,
            true => FileMark.OfProgram(installation.Manifest!),
        });
    }

    public string? Tell(string? before, string now) => (before, now) switch
    {
        (_, FileMark.Gone) => null,
        (null or FileMark.Gone, _) => "OpenClaw's package is complete again",
        _ => "OpenClaw's package was replaced",
    };
}
