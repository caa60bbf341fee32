using System.Text.RegularExpressions;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Daemon;

/// <summary>
/// Drafts that a kill -9 left between "written" and "renamed". Whoever writes next makes a new draft, so they would pile up, and those beside a config hold its
/// secrets. Only what has a name that we give to drafts is taken, in folders of the owner only the drafts of the very files that we write there, and only when
/// it is old: a command of the owner or a doctor's runner may be writing one right now.
/// </summary>
internal static partial class StaleDrafts
{
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(10);

    /// <summary>Deletes them wherever we write, as far as that can be done.</summary>
    /// <returns>How many are gone.</returns>
    public static int Clear(HealerSettings settings, DateTimeOffset now) =>
        Clear(settings.Home, now)
        + Clear(settings.MemoryDirectory, OfReports().IsMatch, deep: false, now)
        // A config is written through a link to its target, and the draft is where the target is.
        + settings.Gateways.SelectMany(static g => new[] { Path.GetFullPath(g.ConfigPath), PrivateFiles.RealPath(g.ConfigPath) }).Distinct(StringComparer.Ordinal).Sum(config => ClearBeside(config, now));

    /// <summary>Deletes those in the state folder.</summary>
    /// <returns>How many are gone.</returns>
    public static int Clear(string home, DateTimeOffset now) => Clear(home, static name => OfPrivateFiles().IsMatch(name) || OfDirectMemory().IsMatch(name), deep: true, now);

    private static int ClearBeside(string file, DateTimeOffset now)
    {
        var (folder, own) = (Path.GetDirectoryName(file)!, Path.GetFileName(file));
        return Clear(folder, name => name.StartsWith(own, StringComparison.Ordinal) && Ending().IsMatch(name.AsSpan(own.Length)), deep: false, now);
    }

    private static int Clear(string folder, Func<string, bool> isDraft, bool deep, DateTimeOffset now)
    {
        var gone = 0;
        var here = new EnumerationOptions { RecurseSubdirectories = deep, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.tmp", here).Where(file => isDraft(file.Name) && file.LastWriteTimeUtc < (now - Old).UtcDateTime))
            {
                file.Delete();
                gone++;
            }
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // The next start tries it again.
        }

        return gone;
    }

    [GeneratedRegex(@"^.+\.[0-9a-f]{32}\.tmp\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfPrivateFiles();

    [GeneratedRegex(@"^direct-gateway\.json\.[0-9]{1,10}\.tmp\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfDirectMemory();

    [GeneratedRegex(@"^(?:emergency-recovery-report-[0-9-]{15,20}\.md|claude-session-[0-9-]{15,20}\.log)\.[0-9a-f]{32}\.tmp\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfReports();

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.tmp\z", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}
