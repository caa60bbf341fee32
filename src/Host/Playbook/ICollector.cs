namespace OpenClaw.Host.Playbook;

/// <summary>Looks at one side of a gateway and touches nothing: no file is written but in a folder of our own, nothing is started but tools that only read.</summary>
public interface ICollector
{
    /// <summary>Its name for people, e.g. <c>disk</c>.</summary>
    string Name { get; }

    /// <summary>How long it may take; what takes longer has not been seen.</summary>
    TimeSpan Limit { get; }

    /// <summary>It starts OpenClaw's command line, which takes seconds: asked only when the quick ones do not explain the outage, or a person wants to know everything.</summary>
    bool IsSlow { get; }

    /// <summary>What it finds; empty when all is well. May throw what reading throws: the diagnosis makes <see cref="FindingIds.NotSeen"/> of it.</summary>
    /// <param name="patient">The gateway.</param>
    /// <param name="cancel">Ends the look.</param>
    Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel);
}
