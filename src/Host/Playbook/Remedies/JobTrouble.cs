namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>Whether what was found lies in the gateway's job.</summary>
internal static class JobTrouble
{
    private static readonly string[] Ids =
    [
        FindingIds.JobMissing, FindingIds.JobInvalid, FindingIds.JobProgramMissing, FindingIds.JobEntryMissing, FindingIds.JobWrongPort, FindingIds.JobFileMissing,
        FindingIds.JobTokenDrift, FindingIds.NodeMissing, FindingIds.NodeUnsupported,
    ];

    /// <summary>Something of the job keeps the gateway from starting or serving, and its owner has not switched it off.</summary>
    public static bool IsIn(Diagnosis diagnosis) =>
        !diagnosis.Has(FindingIds.JobDisabled) && diagnosis.Findings.Any(static f => f.Severity == FindingSeverity.Blocking && Ids.Contains(f.Id));

    /// <summary>The path is the job's file, or one of its drop-ins.</summary>
    public static bool IsOfJob(string path, Patient patient) =>
        path == patient.Job.File || (patient.Job.DropIns is { } folder && Path.GetDirectoryName(path) == folder && path.EndsWith(".conf", StringComparison.Ordinal));
}
