using System.Diagnostics;
using System.Text;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary>
/// <c>attach</c>: lets the owner look over the doctor's shoulder, without a hand in it. In a terminal it is tmux, read-only (leave with Ctrl-B D); without one, or
/// without tmux, the session's log as it grows. Both are the same plain lines.
/// </summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="searchPath">PATH, in which tmux is looked up.</param>
/// <param name="isTerminal">A person sits there.</param>
/// <param name="output">Takes the lines, where it is no terminal.</param>
/// <param name="errors">Takes the one line that says why there is nothing to see.</param>
/// <param name="time">The clock.</param>
public sealed class AttachCommand(SettingsSources sources, string searchPath, bool isTerminal, TextWriter output, TextWriter errors, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Shows it until it has ended or its onlooker leaves. See <see cref="ExitCodes"/>.</summary>
    /// <param name="incident">Of which incident; null for the one that was begun last.</param>
    /// <param name="cancel">The onlooker leaves. The session goes on.</param>
    public async Task<int> Run(string? incident, CancellationToken cancel)
    {
        try
        {
            var home = HealerSettings.Load(sources).Home;
            if (Find(home, incident) is not { } folder)
                return await Refuse(ExitCodes.NotReachable, incident is null ? "No doctor is at work now. What was done before: openclaw-actors incidents" : $"No doctor is at work on {UntrustedText.OneLine(incident, 60)} now.");
            if (isTerminal && ClaudeCommand.Find("tmux", searchPath) is { } tmux && File.Exists(folder.Socket) && await Watch(tmux, folder, cancel)) return ExitCodes.Ok;
            await Follow(folder, cancel);
            return ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            return await Refuse(ExitCodes.Usage, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await Refuse(ExitCodes.StateUnusable, $"the session cannot be shown: {UntrustedText.OneLine(e.Message, 300)}");
        }
    }

    private static IncidentFolder? Find(string home, string? incident)
    {
        var root = Path.Combine(home, "incidents");
        if (incident is not null && !IncidentFolder.CanBeNamed(incident))
            throw new ConfigurationException($"\"{UntrustedText.OneLine(incident, 60)}\" is no incident. 'openclaw-actors incidents' names them.");
        return (Directory.Exists(root) ? Directory.GetDirectories(root) : [])
            .Where(path => incident is null || Path.GetFileName(path) == incident)
            .SelectMany(IncidentFolder.OfAllDoctors)
            .Where(static folder => !File.Exists(folder.Exit) && !File.Exists(folder.Closed))
            .MaxBy(static folder => File.GetLastWriteTimeUtc(folder.Launch));
    }

    // The terminal is handed over as it is: pipes in between would not be one.
    private static async Task<bool> Watch(string tmux, IncidentFolder folder, CancellationToken cancel)
    {
        using var shown = Process.Start(new ProcessStartInfo(tmux, ["-S", folder.Socket, "attach-session", "-r"]) { UseShellExecute = false });
        if (shown is null) return false;
        await shown.WaitForExitAsync(cancel);
        return shown.ExitCode == 0;
    }

    private async Task Follow(IncidentFolder folder, CancellationToken cancel)
    {
        var log = new EventTail(folder.Log);
        try
        {
            while (true)
            {
                var hasEnded = File.Exists(folder.Exit) || File.Exists(folder.Closed);
                foreach (var line in await log.Read(cancel)) await output.WriteLineAsync(PlainText.Line(Encoding.UTF8.GetString(line), 4000));
                await output.FlushAsync(cancel);
                if (hasEnded) return;
                await Task.Delay(Poll, time, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The onlooker has left.
        }
    }

    private async Task<int> Refuse(int code, string why)
    {
        await errors.WriteLineAsync(why);
        return code;
    }
}
