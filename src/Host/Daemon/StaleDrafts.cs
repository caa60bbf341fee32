using System.Text.RegularExpressions;

namespace OpenClaw.Host.Daemon;

/// <summary>
/// Drafts that a kill -9 left between "written" and "renamed". Whoever writes next makes a new draft, so they would pile up. Only what has a name that we give
/// to drafts is taken, only in the state folder, and only when it is old: a command of the owner or a doctor's runner may be writing one right now.
/// </summary>
internal static partial class StaleDrafts
{
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(10);

    /// <summary>Deletes them, as far as that can be done.</summary>
    /// <returns>How many are gone.</returns>
    public static int Clear(string home, DateTimeOffset now)
    {
        var gone = 0;
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        try
        {
            foreach (var file in new DirectoryInfo(home).EnumerateFiles("*.tmp", everywhere).Where(file => IsDraft(file.Name) && file.LastWriteTimeUtc < (now - Old).UtcDateTime))
            {
                file.Delete();
                gone++;
            }
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // They do no harm.
        }

        return gone;
    }

    private static bool IsDraft(string name) => OfPrivateFiles().IsMatch(name) || OfDirectMemory().IsMatch(name);

    [GeneratedRegex(@"^.+\.[0-9a-f]{32}\.tmp\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfPrivateFiles();

    [GeneratedRegex(@"^direct-gateway\.json\.[0-9]{1,10}\.tmp\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfDirectMemory();
}
