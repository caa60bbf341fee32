namespace OpenClaw.Host.Demo;

/// <summary>X.</summary>
public static class DemoCommand
{
    /// <summary>X.</summary>
    public static Task<int> Run(DemoOptions options, CancellationToken cancel)
    {
        return Task.FromResult(options.Real ? 2 : 0);
    }
}
