namespace OpenClaw.Host.Playbook;

/// <summary>How each remedy has done on this host. Bookkeeping never blocks healing: an implementation that cannot write says so in the log and goes on.</summary>
public interface IRemedyRecord
{
    /// <summary>The record of the remedies for one signature.</summary>
    /// <param name="signature">The catalogue's entry.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<IReadOnlyList<RemedyScore>> For(string signature, CancellationToken cancel);

    /// <summary>All records.</summary>
    Task<IReadOnlyList<RemedyScore>> All(CancellationToken cancel);

    /// <summary>A trial has ended. Told twice, it counts once: (incident, number) names it.</summary>
    Task Note(RemedyTrial trial, CancellationToken cancel);
}

/// <summary>One trial of a remedy that has its end.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Incident">The incident.</param>
/// <param name="Number">Which trial of the incident it was, 1 and up.</param>
/// <param name="Signature">The catalogue's entry that called for it.</param>
/// <param name="Remedy">The remedy.</param>
/// <param name="At">When it was applied.</param>
/// <param name="Healed">The gateway was proven healthy with it.</param>
public sealed record RemedyTrial(string Gateway, string Incident, int Number, string Signature, string Remedy, DateTimeOffset At, bool Healed);

/// <summary>How a remedy has done for a signature.</summary>
/// <param name="Signature">The catalogue's entry.</param>
/// <param name="Remedy">The remedy.</param>
/// <param name="Tried">How often it was tried.</param>
/// <param name="Healed">How often the gateway was healthy with it.</param>
public sealed record RemedyScore(string Signature, string Remedy, int Tried, int Healed)
{
    /// <summary>Laplace's estimate of how likely it is to help next time: 1/2 for one that was never tried.</summary>
    public double Likelihood => (Healed + 1.0) / (Tried + 2.0);
}
