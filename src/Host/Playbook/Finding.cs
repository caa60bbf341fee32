namespace OpenClaw.Host.Playbook;

/// <summary>Something that was found out about a gateway and its surroundings by looking, with the proof. Text in it may come from logs, configs and processes: untrusted, already cleaned and redacted.</summary>
/// <param name="Id">What it is, one of <see cref="FindingIds"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Summary">One plain sentence for the owner.</param>
/// <param name="Evidence">Why we think so, a line each.</param>
/// <param name="Confidence">How sure we are, 0 to 1: 1 is seen by ourselves on disk or in the kernel, less is concluded from texts.</param>
/// <param name="Sources">Where it was seen: a file, a command, a property.</param>
public sealed record Finding(string Id, FindingSeverity Severity, string Summary, IReadOnlyList<string> Evidence, double Confidence, IReadOnlyList<string> Sources)
{
    /// <summary>What a remedy needs to know exactly, by the names that <see cref="FindingIds"/> gives for the id; never shown to people as it is.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>A fact that may not be there.</summary>
    public string? Fact(string name) => Facts.GetValueOrDefault(name);

    /// <summary>A fact that is a list, an item a line; empty when it is not there.</summary>
    public IReadOnlyList<string> FactList(string name) => Fact(name)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
}

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing is wrong with it.</summary>
    Info,

    /// <summary>It will hurt sooner or later, or may be the cause.</summary>
    Warning,

    /// <summary>With this the gateway cannot start or serve.</summary>
    Blocking,
}
