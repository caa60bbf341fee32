using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.EndToEnd.Tests.Systemd;

/// <summary>What a sandbox for a story is made of, and what happens where none can be had.</summary>
internal static class SandboxGround
{
    /// <summary>How a skip is told from any other: the build server lets this one pass and prints it.</summary>
    private const string NoSandbox = "No systemd sandbox on this machine";

    /// <summary>
    /// Boots a sandbox in which the owner's gateway is installed and starts. Where the kernel or our rights do not allow it the running
    /// test is skipped with the reason; a package that is missing is a failure where the stories are required.
    /// </summary>
    public static async Task<SystemdSandbox> BootOrSkip(RealPrograms programs, Func<SandboxOptions, SandboxOptions>? more = null)
    {
        try
        {
            await SandboxSupport.Require();
            var template = await new GatewayTemplate(programs.Folder, Path.GetDirectoryName(programs.Folder)!).Get();
            var options = new SandboxOptions { NpmFolder = programs.Folder, Template = template };
            return await SystemdSandbox.Boot(more?.Invoke(options) ?? options);
        }
        catch (SandboxUnavailableException lack)
        {
            if (lack.CanBeInstalled && InstalledPrograms.Required)
                Assert.Fail($"OPENCLAW_E2E=required, but there is no systemd sandbox: {lack.Message}");
            Assert.Skip($"{NoSandbox}: {lack.Message}");
            throw;
        }
    }
}
