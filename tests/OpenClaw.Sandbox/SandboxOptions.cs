namespace OpenClaw.Sandbox;

/// <summary>What a sandbox holds when it boots.</summary>
public sealed record SandboxOptions
{
    /// <summary>The folder of the host in which npm installed OpenClaw and its Node.js; the owner finds it under <see cref="Owner.NodeModules"/>. Null for none.</summary>
    public string? NpmFolder { get; init; }

    /// <summary>The owner's home, copied into the sandbox; null for an empty one.</summary>
    public string? Template { get; init; }

    /// <summary>Files in the owner's home, by their path below it, written over the template before anything starts. Mode 0600.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Paths below the owner's home that the template has and this sandbox is not to have.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Folders of the host that can be read inside as <c>/run/sandbox/NAME</c>.</summary>
    public IReadOnlyDictionary<string, string> Shown { get; init; } = new Dictionary<string, string>();
}
