using System.Globalization;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Systemd;

namespace OpenClaw.Host.Service;

/// <summary>Stops other healers with their owner's consent. Nothing is deleted: files go to a folder of the state folder, and a cron line becomes a comment.</summary>
/// <param name="healers">The tools and places.</param>
/// <param name="stateFolder">The state folder.</param>
/// <param name="time">The clock.</param>
internal sealed class OtherHealersAside(OtherHealers healers, string stateFolder, TimeProvider time)
{
    private const string CronMark = "# set aside by openclaw-actors: ";

    /// <summary>Where their files go.</summary>
    public string Folder { get; } = Path.Combine(stateFolder, "replaced", time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));

    /// <summary>Stops one, and says in one line what was done or why not.</summary>
    public async Task<(bool Done, string Line)> Take(OtherHealer other, CancellationToken cancel)
    {
        try
        {
            return other.Kind switch
            {
                OtherHealerKind.SystemdUnit => await Unit(other, cancel),
                OtherHealerKind.LaunchdJob => await Job(other, cancel),
                OtherHealerKind.CronLine => await CronLine(other, cancel),
                _ => (false, $"only root may stop {other.Told}: sudo systemctl disable --now {string.Join(' ', other.Files.Select(static file => Path.GetFileName(file)))}"),
            };
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return (false, $"{other.Told} could not be set aside: {refused.Message}");
        }
    }

    private async Task<(bool Done, string Line)> Unit(OtherHealer other, CancellationToken cancel)
    {
        // The timer first, or it would start the service once more.
        string[] names = [.. other.Files.Select(static file => Path.GetFileName(file)).OrderByDescending(static name => name.EndsWith(".timer", StringComparison.Ordinal))];
        var stopped = await User(["disable", "--now", .. names], cancel);
        if (!stopped.Succeeded) return (false, $"{other.Told} could not be stopped: {stopped.Complaint}");
        Move(other.Files);
        await User(["daemon-reload"], cancel);
        return (true, $"{other.Name} is stopped, its files are in {Folder}; to go back, move them to {healers.UserUnits} and: systemctl --user daemon-reload && systemctl --user enable --now {names[0]}");
    }

    private async Task<(bool Done, string Line)> Job(OtherHealer other, CancellationToken cancel)
    {
        var domain = string.Create(CultureInfo.InvariantCulture, $"gui/{Posix.GetUid()}");
        var launchctl = new HostCommand(healers.Launchctl, time);
        var ended = await launchctl.Run(["bootout", $"{domain}/{other.Name}"], cancel, TimeSpan.FromSeconds(30));
        if (!ended.Succeeded && (await launchctl.Run(["print", $"{domain}/{other.Name}"], cancel)).Succeeded) return (false, $"{other.Told} could not be stopped: {ended.Complaint}");
        if (other.Files.Count == 0) return (true, $"{other.Name} is stopped; it had no file");
        Move(other.Files);
        return (true, $"{other.Name} is stopped, its file is in {Folder}; to go back, move it to {healers.Agents} and: launchctl bootstrap {domain} {other.Files[0]}");
    }

    private async Task<(bool Done, string Line)> CronLine(OtherHealer other, CancellationToken cancel)
    {
        var crontab = new HostCommand(healers.Crontab, time);
        var now = await crontab.Run(["-l"], cancel);
        if (!now.Succeeded) return (false, $"the crontab could not be read: {now.Complaint}");
        var kept = Path.Combine(Folder, "crontab");
        var draft = kept + ".new";
        PrivateFiles.Folder(Folder);
        if (!File.Exists(kept)) await PrivateFiles.Write(kept, now.Output, cancel);
        await PrivateFiles.Write(draft, string.Join('\n', now.Output.Split('\n').Select(line => line.Trim() == other.Name ? CronMark + line : line)), cancel);
        var written = await crontab.Run([draft], cancel);
        File.Delete(draft);
        return written.Succeeded
            ? (true, $"the cron line is a comment now; to go back: crontab {kept}")
            : (false, $"the crontab could not be written: {written.Complaint}");
    }

    private void Move(IReadOnlyList<string> files)
    {
        PrivateFiles.Folder(Path.GetDirectoryName(Folder)!);
        PrivateFiles.Folder(Folder);
        foreach (var file in files) File.Move(file, Path.Combine(Folder, Path.GetFileName(file)));
    }

    private Task<CommandAnswer> User(IReadOnlyList<string> arguments, CancellationToken cancel) =>
        new HostCommand(healers.Systemctl, time, Systemctl.UserBus()).Run(["--user", .. arguments], cancel, TimeSpan.FromSeconds(60));
}
