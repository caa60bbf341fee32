namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>The remedies for everything but the config. A new one is a line here.</summary>
public static class HandRemedies
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IRemedy> All() => Of(new JobHand());

    internal static IReadOnlyList<IRemedy> Of(JobHand hand) =>
    [
        new StartAgain(),
        new JobReload(hand),
        new DiskRoom(),
        new LogTruncate(),
        new StaleGateway(),
        new StatePermissions(),
        new JobWords(hand),
        new JobDropInAside(hand),
        new JobRestore(hand),
        new JobInstall(hand),
        new PackageReinstall(),
        new DatabaseRestore(),
    ];
}
