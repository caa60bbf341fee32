using System.Diagnostics;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.Bench.Peers.Kinds;

/// <summary>The scratch home of a supervisor that runs on this machine itself.</summary>
internal sealed class PeerHome : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);
    private readonly ScratchHome _home = new(new RealPrograms(AppContext.BaseDirectory, AppContext.BaseDirectory));

    public PeerHome() => Child = new ChildFiles(Folder, _home.ConfigFile, _home.Port, ChildFiles.LocalSocket);

    /// <summary>Its folder.</summary>
    public string Folder => _home.Folder;

    /// <summary>The child's port.</summary>
    public int Port => _home.Port;

    /// <summary>Where the child notes its pid.</summary>
    public string PidFile => Path.Combine(Folder, "pid");

    /// <summary>What the supervisor writes to its standard output and error.</summary>
    public string LogFile => Path.Combine(Folder, "supervisor.log");

    /// <summary>The child.</summary>
    public ChildFiles Child { get; }

    /// <summary>The child's command line.</summary>
    public IReadOnlyList<string> Command => ChildFiles.Command(ChildFiles.ProgramFolder, Folder, _home.ConfigFile, Port);

    /// <summary>The same for a shell, with what the child's runtime needs, for supervisors that start it in an empty environment.</summary>
    public string ShellCommand => $"env DOTNET_ROOT={DotNet.Root} HOME={Folder} {string.Join(' ', Command)}";

    /// <summary>Writes a file; gives its path.</summary>
    public string Write(string name, string text, bool isProgram = false)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | (isProgram ? UnixFileMode.UserExecute : 0));
        return path;
    }

    /// <summary>Everything that runs in it.</summary>
    public IReadOnlyList<ProcessRef> Processes() => _home.Processes();

    /// <summary>Gives a process its environment, complete.</summary>
    public void SetEnvironment(ProcessStartInfo start)
    {
        start.Environment.Clear();
        foreach (var (name, value) in _home.Environment) start.Environment[name] = value;
        start.Environment["PATH"] = Programs.SearchPath;
        start.Environment["DOTNET_ROOT"] = DotNet.Root;
    }

    // The supervisors first and all at once, or they go on starting children while these are ended.
    public async ValueTask DisposeAsync()
    {
        await Eventually.Holds("no supervisor runs", EndLimit, () =>
        {
            var left = Processes().Where(static process => !ChildFiles.Is(process.CommandLine)).ToArray();
            foreach (var process in left) process.Signal(Signals.Kill);
            return left.Length == 0;
        });
        await _home.DisposeAsync();
    }
}
