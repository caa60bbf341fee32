using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Records;

namespace OpenClaw.Host.Doctors.Chat;

/// <summary>How the model behind an OpenAI-compatible chat API is asked.</summary>
public sealed record ChatOptions
{
    /// <summary>Where, which model, how long, for how much.</summary>
    public required ChatSettings Settings { get; init; }

    /// <summary>What it costs and what it did is written down here.</summary>
    public required ITreatmentBook Book { get; init; }

    /// <summary>What it sees beside the case: redacted and bounded already.</summary>
    public Func<CaseFile, CancellationToken, Task<IReadOnlyList<CaseSection>>> Material { get; init; } = static (_, _) => Task.FromResult<IReadOnlyList<CaseSection>>([]);
}
