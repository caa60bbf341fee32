namespace OpenClaw.Host.Updates;

/// <summary>Finds a gateway's programs again and again, and remembers them: while they are being replaced they cannot be found.</summary>
/// <param name="job">How the gateway is started.</param>
public sealed class InstallationFinder(GatewayJob job)
{
    private volatile Installation _known = Installation.Unknown;

    /// <summary>What is known now. What cannot be found now and was found before is what it was.</summary>
    public Installation Find()
    {
        var (seen, known) = (Installation.Of(job.CommandLine(), job.SearchPath), _known);
        return _known = new(seen.Node ?? known.Node, seen.Package ?? known.Package);
    }
}
