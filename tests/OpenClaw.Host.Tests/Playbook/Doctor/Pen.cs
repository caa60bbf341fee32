using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Remedies;

namespace OpenClaw.Host.Tests.Playbook.Doctor;

/// <summary>Keeps the trials.</summary>
internal sealed class Notes : IRemedyRecord
{
    public List<RemedyTrial> Trials { get; } = [];

    public Task<IReadOnlyList<RemedyScore>> For(string signature, CancellationToken cancel) => Task.FromResult<IReadOnlyList<RemedyScore>>([]);

    public Task<IReadOnlyList<RemedyScore>> All(CancellationToken cancel) => Task.FromResult<IReadOnlyList<RemedyScore>>([]);

    public Task Note(RemedyTrial trial, CancellationToken cancel)
    {
        Trials.Add(trial);
        return Task.CompletedTask;
    }
}

/// <summary>Writes its name into a file.</summary>
internal sealed class Pen(string name, string file) : IRemedy
{
    public bool Succeeds { get; init; } = true;

    public Action? Then { get; init; }

    public string? Saw { get; private set; }

    public string Name => name;

    public string Title => name;

    public Reach Reach => Reach.Setting;

    public TimeSpan Cost => TimeSpan.Zero;

    public Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel) => Task.FromResult<RemedyPlan?>(new RemedyPlan($"writes {name}", [file], stop =>
    {
        Saw = File.ReadAllText(file);
        File.WriteAllText(file, name);
        Then?.Invoke();
        stop.ThrowIfCancellationRequested();
        return Task.FromResult(new RemedyResult(Succeeds, $"wrote {name}"));
    }));
}
