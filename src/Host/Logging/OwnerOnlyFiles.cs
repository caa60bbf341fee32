using System.Text;
using Serilog.Sinks.File;

namespace OpenClaw.Host.Logging;

/// <summary>Makes log files readable by their owner only. The folder is closed before, so there is no moment in which a new file is open to others.</summary>
internal sealed class OwnerOnlyFiles : FileLifecycleHooks
{
    public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return base.OnFileOpened(path, underlyingStream, encoding);
    }

    /// <summary>Makes the folder, or closes the one that is there.</summary>
    public static void PrepareFolder(string folder)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }
        Directory.CreateDirectory(folder, OwnerOnly);
        File.SetUnixFileMode(folder, OwnerOnly);
    }
}
