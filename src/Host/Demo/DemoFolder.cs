namespace OpenClaw.Host.Demo;

/// <summary>A folder for the demo's files that only this user can open and that is gone when the demo ends.</summary>
internal sealed class DemoFolder : IDisposable
{
    private DemoFolder(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>A new folder under the system's folder for temporary files, with mode 0700.</summary>
    public static DemoFolder Create() => new(Directory.CreateTempSubdirectory("openclaw-actors-demo-").FullName);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
