using System.Globalization;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>
/// <c>/proc/PID/io</c>. A gateway that boots reads and writes megabytes each second, one that idles some kilobytes, one that stands still nothing
/// (OpenClaw 2026.9.6, measured).
/// </summary>
internal static class ProcIo
{
    /// <summary>All bytes the process has read and written so far, terminals and pipes included (rchar + wchar); null when that cannot be read.</summary>
    public static long? Bytes(int pid) =>
        ProcFile.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/io")) is { } text ? Parse(text) : null;

    internal static long? Parse(string text) => Field(text, "rchar: ") + Field(text, "wchar: ");

    private static long? Field(string text, string name)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && long.TryParse(line.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                return bytes;
        }

        return null;
    }
}
