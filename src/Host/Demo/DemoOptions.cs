namespace OpenClaw.Host.Demo;

/// <summary>What the user asked of the demo.</summary>
public sealed record DemoOptions
{
    /// <summary>Plain lines even on a terminal.</summary>
    public bool Plain { get; init; }

    /// <summary>Play with the OpenClaw gateway that is installed here, in a scratch home, instead of the stand-in.</summary>
    public bool Real { get; init; }

    /// <summary>The <c>openclaw</c> program for <see cref="Real"/>; null means the one on PATH.</summary>
    public string? OpenClaw { get; init; }
}
