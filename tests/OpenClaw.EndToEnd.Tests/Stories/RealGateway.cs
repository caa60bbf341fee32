namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>One after another, and beside the stories that play in worlds of their own: most of the time of each is waiting.</summary>
[CollectionDefinition(Name)]
public sealed class RealGateway
{
    public const string Name = "Real gateway";
}

/// <summary>The stories with a doctor, one after another as well: a second row, so that neither is what everything waits for.</summary>
[CollectionDefinition(Name)]
public sealed class RealGatewayWithDoctor
{
    public const string Name = "Real gateway with a doctor";
}
