using System.Diagnostics;

namespace OpenClaw.StandIns;

/// <summary>Small programs that specs write and then run.</summary>
public static class Script
{
    /// <summary>
    /// Writes an executable file. A copy made by another process, on purpose: a child that this process forks at the same moment holds the
    /// file open for writing for an instant, and running it then fails with "Text file busy".
    /// </summary>
    public static string Write(string path, string text)
    {
        var draft = $"{path}.draft";
        File.WriteAllText(draft, text);
        using var copy = Process.Start("/bin/sh", ["-c", "cp -- \"$1\" \"$2\" && chmod 700 \"$2\" && rm -- \"$1\"", "sh", draft, path]);
        copy.WaitForExit();
        return copy.ExitCode == 0 ? path : throw new IOException($"{path} could not be written");
    }
}
