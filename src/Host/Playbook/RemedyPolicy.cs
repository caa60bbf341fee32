namespace OpenClaw.Host.Playbook;

/// <summary>What the owner allows a remedy.</summary>
public enum RemedySwitch
{
    /// <summary>It is applied when it is due.</summary>
    Auto,

    /// <summary>Its owner is asked first: the case goes to a human with what would be done, and <c>openclaw-actors heal</c> is the consent.</summary>
    Ask,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>What the owner allows: <c>openclaw.doctor.playbook</c>.</summary>
/// <param name="Enabled"><c>enabled</c>: off leaves the playbook out of the chain of doctors.</param>
/// <param name="Remedies"><c>remedies.NAME</c>, by name; what is not in it has its shipped switch.</param>
public sealed record RemedyPolicy(bool Enabled, IReadOnlyDictionary<string, RemedySwitch> Remedies)
{
    /// <summary>Everything as shipped: all that mends without losing anything is on, what may lose data asks.</summary>
    public static RemedyPolicy Shipped { get; } = new(true, new Dictionary<string, RemedySwitch> { ["database-restore"] = RemedySwitch.Ask, ["stale-gateway"] = RemedySwitch.Ask });

    /// <summary>What is allowed to this remedy.</summary>
    public RemedySwitch Of(string remedy) => Remedies.TryGetValue(remedy, out var set) || Shipped.Remedies.TryGetValue(remedy, out set) ? set : RemedySwitch.Auto;
}
