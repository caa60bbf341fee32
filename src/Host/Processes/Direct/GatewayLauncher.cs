using System.Collections;
using System.Runtime.InteropServices;

namespace OpenClaw.Host.Processes.Direct;

/// <summary>Starts the gateway's command as a child in its own session.</summary>
internal sealed class GatewayLauncher(DirectOptions options)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // How a service manager talks to the daemon. A gateway that inherits it would take the daemon's manager for its own.
    private static readonly string[] ManagersTalk =
    [
        "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "WATCHDOG_PID", "WATCHDOG_USEC", "INVOCATION_ID", "JOURNAL_STREAM",
        "SYSTEMD_EXEC_PID", "MANAGERPID", "XPC_SERVICE_NAME", "XPC_FLAGS", "LAUNCH_JOB_LABEL", "LAUNCH_JOB_NAME",
        "OPENCLAW_SYSTEMD_UNIT", "OPENCLAW_LAUNCHD_LABEL", "OPENCLAW_SERVICE_MARKER", "OPENCLAW_SERVICE_KIND",
    ];

    /// <summary>The PATH of the gateway.</summary>
    private string SearchPath => options.Path ?? Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">It could not be started; the message says why in one line.</exception>
    public int Start()
    {
        var command = options.EffectiveCommand;
        var program = Locate(command[0]);
        if (!Directory.Exists(options.WorkingFolder))
            throw new IOException($"the working folder {options.WorkingFolder} does not exist");
        PrepareLog();
        var errno = Spawn.Start(program, command, Variables(), options.WorkingFolder, options.LogFile, out var pid);
        return errno == 0 ? pid : throw new IOException($"{program} could not be started: {Marshal.GetPInvokeErrorMessage(errno)}");
    }

    private string Locate(string name)
    {
        if (name.Contains('/'))
            return Path.GetFullPath(name, options.WorkingFolder);
        foreach (var folder in SearchPath.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var candidate = Path.Combine(folder, name);
            if (File.Exists(candidate) && (File.GetUnixFileMode(candidate) & AnyExecute) != 0)
                return candidate;
        }

        throw new IOException($"there is no program {name} in PATH ({CommandText.Clean(SearchPath)})");
    }

    private List<string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string value })
                variables[name] = value;
        }

        foreach (var name in ManagersTalk.Concat(options.HiddenVariables))
            variables.Remove(name);
        variables["PATH"] = SearchPath;
        foreach (var (name, value) in options.Variables)
            variables[name] = value;
        return [.. variables.Select(static variable => $"{variable.Key}={variable.Value}")];
    }

    private void PrepareLog()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.LogFile))!, OwnerOnly | UnixFileMode.UserExecute);
            var log = new FileInfo(options.LogFile);
            if (log.Exists && log.Length > options.LogLimit)
                File.Move(options.LogFile, options.LogFile + ".1", overwrite: true);
            using var file = new FileStream(options.LogFile, new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = OwnerOnly,
            });
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"the log {options.LogFile} cannot be written: {refused.Message}", refused);
        }
    }
}
