using System.Globalization;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>To whom files belong. .NET does not tell, and the struct of stat(2) differs with the system and the processor, so the system's tools are asked.</summary>
internal static class Owners
{
    private const UnixFileMode Bits = (UnixFileMode)0b111_111_111;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>The owner's user id; null when that cannot be told.</summary>
    public static async Task<uint?> Of(string path, TimeProvider time, CancellationToken cancel)
    {
        var answer = await new HostCommand("stat", time).Run([OperatingSystem.IsMacOS() ? "-f%u" : "-c%u", path], cancel, Limit);
        return answer.Succeeded && uint.TryParse(answer.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var uid) ? uid : null;
    }

    /// <summary>What lies in the folder and belongs to somebody else than this user.</summary>
    /// <exception cref="IOException">find(1) cannot be asked.</exception>
    public static async Task<IReadOnlyList<string>> NotOurs(string folder, int depth, TimeProvider time, CancellationToken cancel)
    {
        var answer = await new HostCommand("find", time).Run(
            [folder, "-maxdepth", depth.ToString(CultureInfo.InvariantCulture), "!", "-user", Posix.GetUid().ToString(CultureInfo.InvariantCulture), "-print"], cancel, Limit);
        // It ends with 1 when a folder may not be entered, and says all the same what it has found.
        return answer.ExitCode is null ? throw new IOException(answer.Error) : answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A mode as chmod(1) takes it.</summary>
    public static string Octal(UnixFileMode mode) => Convert.ToString((int)(mode & Bits), 8).PadLeft(3, '0');
}
