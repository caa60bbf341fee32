using System.Text;
using Serilog.Debugging;
using Serilog.Sinks.File;

namespace OpenClaw.Host.Logging;

/// <summary>
/// Makes log files readable by their owner only (the folder is closed before, so there is no moment in which a new file is open to others), and makes room for each new
/// one among the old.
/// </summary>
/// <param name="room">Bytes that the files which are closed may take together.</param>
internal sealed class OwnerOnlyFiles(long room) : FileLifecycleHooks
{
    public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            LogFolder.Shrink(Path.GetDirectoryName(path)!, room);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // The new file is more than the old ones' room.
            SelfLog.WriteLine("Old log files could not be removed: {0}", UntrustedText.OneLine(stuck.Message, 300));
        }

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
