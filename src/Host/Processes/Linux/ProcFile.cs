namespace OpenClaw.Host.Processes.Linux;

/// <summary>Files of <c>/proc</c>: they go away while they are read.</summary>
internal static class ProcFile
{
    /// <summary>The file's text; null when the process is gone or does not let us read.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception gone) when (IsGoneOrClosed(gone))
        {
            return null;
        }
    }

    /// <summary>The process ended between two steps (ENOENT, or ESRCH from an open file), or its entry belongs to another user.</summary>
    public static bool IsGoneOrClosed(Exception exception) =>
        exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException
        || (exception is IOException && exception.HResult == Posix.NoSuchProcess);
}
