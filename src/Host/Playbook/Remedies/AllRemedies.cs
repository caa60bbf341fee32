namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>Every remedy there is.</summary>
public static class AllRemedies
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IRemedy> Make() => [.. ConfigRemedies, .. HandRemedies.All()];

    // A new remedy for the config is a line here.
    private static IReadOnlyList<IRemedy> ConfigRemedies =>
    [
        new ConfigPermissionsRemedy(),
        new ConfigSyntaxRemedy(),
        new ConfigKeysRemedy(),
        new ConfigRollbackRemedy(),
        new ConfigDoctorRemedy(),
    ];
}
