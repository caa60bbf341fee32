namespace OpenClaw.EndToEnd.Tests.Npm;

/// <summary>Installs once for all stories, and decides what a story does where that is not possible.</summary>
public sealed class InstalledPrograms : IAsyncLifetime
{
    private RealPrograms? _programs;
    private string? _reason;

    /// <summary>OPENCLAW_E2E=required: a story that cannot run is a failure, as on a build server.</summary>
    internal static bool Required => Environment.GetEnvironmentVariable("OPENCLAW_E2E") is "required";

    /// <summary>The programs; where there are none the running test is skipped with the reason, or fails when the stories are required.</summary>
    internal RealPrograms OrSkip()
    {
        if (_programs is { } programs)
            return programs;
        if (Required)
            Assert.Fail($"OPENCLAW_E2E=required, but the stories cannot run: {_reason}");
        Assert.Skip($"The real OpenClaw gateway is not available: {_reason}");
        throw new InvalidOperationException("Unreachable: the line above always throws.");
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                throw new ProgramsUnavailableException("the stories read /proc and need Linux");
            _programs = await NpmInstall.OfThisMachine().Get();
        }
        catch (ProgramsUnavailableException unavailable)
        {
            _reason = unavailable.Message;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
