namespace OpenClaw.Host.Demo;

/// <summary>The whole demo in the end.</summary>
/// <param name="Results">One for each act.</param>
/// <param name="Took">From start to end.</param>
internal sealed record DemoReport(IReadOnlyList<ActResult> Results, TimeSpan Took)
{
    /// <summary>0 only when every act was as it should be, else 1.</summary>
    public int ExitCode => Results.Count > 0 && Results.All(r => r.IsGood) ? 0 : 1;
}
