using System.Runtime.CompilerServices;
using OpenClaw.EndToEnd.Tests.Daemon;

namespace OpenClaw.EndToEnd.Tests.Docs;

/// <summary>A copy of these sources as a newcomer has it after his clone, in which the pages' builds are made once for all pages.</summary>
public sealed class DocsSources : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>The sources themselves.</summary>
    public string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>The copy.</summary>
    public string Folder { get; } = Path.Combine(Directory.CreateTempSubdirectory("docs-sources-").FullName, "openclaw-actors");

    /// <summary>What a build is told of this machine.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["PATH"] = $"{DaemonProcess.DotnetRoot}:/usr/local/bin:/usr/bin:/bin",
        ["LANG"] = "C.UTF-8",
        ["DOTNET_ROOT"] = DaemonProcess.DotnetRoot,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        // No build server of this test's outlives it.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        // The native form takes minutes of both cores, beside other stories; where one is given it takes this one's place (DocsWalk), and .ci/run publishes it by the same profile.
        ["PublishAot"] = "false",
        ["NUGET_PACKAGES"] = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
    };

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // What is tracked and what is new, but nothing that was built: what a clone of this state would have.
        var copied = await HostRun.Of("/bin/bash", ["-c", """set -eo pipefail; mkdir -p "$2"; cd "$1"; git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' f; do [ ! -e "$f" ] || printf '%s\0' "$f"; done | tar --null -T - -cf - | tar -C "$2" -xf -""", "bash", Root, Folder], Limit);
        copied.Succeeded.ShouldBeTrue(copied.Complaint);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
