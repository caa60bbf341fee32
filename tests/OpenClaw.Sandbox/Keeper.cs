using System.Diagnostics;
using System.Globalization;

namespace OpenClaw.Sandbox;

/// <summary>The script that keeps one sandbox alive while this process holds its stdin, and clears everything away when the end of it is closed.</summary>
internal sealed class Keeper : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _work;

    private Keeper(Process process, string work, int outer) => (_process, _work, Outer) = (process, work, outer);

    /// <summary>The process whose only child is PID 1 of the sandbox.</summary>
    public int Outer { get; }

    /// <summary>What was complained of before systemd took over.</summary>
    public string Console => File.Exists(ConsoleFile) ? File.ReadAllText(ConsoleFile).Trim() : "";

    private string ConsoleFile => Path.Combine(_work, "console.log");

    /// <summary>Starts it.</summary>
    /// <exception cref="InvalidOperationException">It could not even begin; the message says why.</exception>
    public static async Task<Keeper> Start(SandboxOptions options)
    {
        var work = Directory.CreateTempSubdirectory("openclaw-sandbox-").FullName;
        Prepare(work, options);
        var process = Process.Start(new ProcessStartInfo("setsid", ["--wait", "unshare", "--mount", "/bin/bash", BootFiles.Script("keeper.sh"), work])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("No process was started.");
        if (await process.StandardOutput.ReadLineAsync() is { } line && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var outer))
            return new Keeper(process, work, outer);

        var why = await process.StandardError.ReadToEndAsync();
        process.Dispose();
        Directory.Delete(work, recursive: true);
        throw new InvalidOperationException($"The sandbox's keeper did not start: {why.Trim()}");
    }

    /// <summary>Ends everything in the sandbox and waits until nothing of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(EndLimit);
        await _process.WaitForExitAsync(limit.Token);
        _process.Dispose();
        if (Directory.Exists(_work))
            throw new InvalidOperationException($"The sandbox could not be cleared away: {_work} is left.");
    }

    private static void Prepare(string work, SandboxOptions options)
    {
        // Also the folders: what is copied over the owner's home gives it its modes.
        var seed = Directory.CreateDirectory(Path.Combine(work, "seed"), OwnerOnly).FullName;
        foreach (var (path, text) in options.Files)
        {
            var file = Path.Combine(seed, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!, OwnerOnly);
            File.WriteAllText(file, text);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllLines(Path.Combine(work, "without"), options.Without);
        var template = options.Template ?? Directory.CreateDirectory(Path.Combine(work, "template")).FullName;
        var binds = new Dictionary<string, string>(options.Shown) { ["boot"] = BootFiles.Folder, ["seed"] = seed, ["template"] = template };
        if (options.NpmFolder is { } npm)
            binds["npm"] = npm;
        File.WriteAllLines(Path.Combine(work, "binds"), binds.Select(bind => $"{bind.Value}\t{bind.Key}"));
    }
}
