using System.Globalization;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary>What is known of a bug of a verb, in a file of the state folder (<c>reports/</c>, 0600), so that the terminal gets one line and its authors get the rest.</summary>
internal static class CrashReport
{
    private const int MostReports = 20;

    /// <summary>Writes it, without secrets. Returns where it is; null when there is no state folder, or it takes nothing.</summary>
    /// <param name="bug">What was thrown.</param>
    /// <param name="verb">The verb that threw it. Its arguments are left out: they may say anything.</param>
    /// <param name="sources">Where the settings come from.</param>
    /// <param name="time">Names the file.</param>
    public static async Task<string?> Write(Exception bug, string verb, SettingsSources sources, TimeProvider time)
    {
        try
        {
            var (home, secrets) = Where(sources);
            if (!Directory.Exists(home)) return null;
            var folder = Path.Combine(home, "reports");
            PrivateFiles.Folder(folder);
            var now = time.GetUtcNow();
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{verb.Replace(' ', '-')}-{now.UtcDateTime:yyyyMMdd-HHmmss-fff}.txt"));
            var text = $"openclaw-actors {ProductVersion.Text}, {verb}, {now:O}\n.NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}\n\n{bug}\n";
            await PrivateFiles.Write(path, new SecretMask(secrets).Apply(Redactor.Redact(text)), CancellationToken.None);
            foreach (var old in Directory.GetFiles(folder, "*.txt").OrderByDescending(File.GetLastWriteTimeUtc).Skip(MostReports)) File.Delete(old);
            return path;
        }
        catch (Exception mute) when (mute is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The settings may be what is broken.
    private static (string Home, IReadOnlyList<SecretText> Secrets) Where(SettingsSources sources)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            return (settings.Home, settings.Secrets);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return (sources.Environment.GetValueOrDefault("OPENCLAW_ACTORS_HOME") is { Length: > 0 } set ? set : Path.Combine(sources.HomeDirectory, ".openclaw-actors"), []);
        }
    }
}
