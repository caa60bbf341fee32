using System.Security.Cryptography;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Playbook.History;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>The job's file and drop-ins go back to what they were when the gateway last served. A drop-in that is new since then is not touched: it has a remedy of its own.</summary>
internal sealed class JobRestore(JobHand hand) : IRemedy
{
    /// <inheritdoc/>
    public string Name => "job-restore";

    /// <inheritdoc/>
    public string Title => "put the job's files back as they were when the gateway last served";

    /// <inheritdoc/>
    public Reach Reach => Reach.File;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        if (!JobTrouble.IsIn(diagnosis) || patient.Job.File is not { } job) return null;
        var lost = new List<(string Path, byte[] Bytes)>();
        foreach (var path in (await patient.Served.LastFiles(cancel)).Where(path => JobTrouble.IsOfJob(path, patient)))
        {
            if (await Served(path, patient.Served, cancel) is { } bytes) lost.Add((path, bytes));
        }

        if (lost.Count == 0) return null;
        IReadOnlyList<string> link = lost.Any(l => l.Path == job) && JobHand.WantedBy(patient) is { } wanted ? [wanted] : [];
        return new RemedyPlan($"{string.Join(", ", lost.Select(static l => l.Path))} as it was when the gateway last served", [.. lost.Select(static l => l.Path), .. link], c => Act(lost, patient, c))
        {
            AfterUndo = c => hand.Reload(patient, c),
        };
    }

    private async Task<RemedyResult> Act(IReadOnlyList<(string Path, byte[] Bytes)> lost, Patient patient, CancellationToken cancel)
    {
        foreach (var (path, bytes) in lost)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var mode = File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await PrivateFiles.Write(PrivateFiles.RealPath(path), bytes, mode, cancel);
        }

        var told = lost.Any(l => l.Path == patient.Job.File) ? await hand.Enable(patient, cancel) : await hand.Reload(patient, cancel);
        return told.Succeeded ? new(true, $"put back {string.Join(", ", lost.Select(static l => l.Path))}") : told;
    }

    // Null when it is as it was, or when what it was cannot be read any more.
    private static async Task<byte[]?> Served(string path, IServedFiles served, CancellationToken cancel)
    {
        if (await served.Served(path, cancel) is not [var last, ..]) return null;
        if (File.Exists(path) && Convert.ToHexStringLower(SHA256.HashData(await PrivateFiles.Read(path, cancel))) == last.Hash) return null;
        try
        {
            return await served.Read(last, cancel);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
