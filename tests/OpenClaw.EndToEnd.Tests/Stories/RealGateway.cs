namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>One after another: a gateway's boot takes all of a small machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealGateway
{
    public const string Name = "Real gateway";
}
