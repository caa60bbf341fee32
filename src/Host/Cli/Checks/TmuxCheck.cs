using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>tmux, in which a doctor's session can be watched.</summary>
/// <param name="doctor">The doctors' settings.</param>
/// <param name="searchPath">The owner's PATH.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class TmuxCheck(DoctorSettings doctor, string searchPath, TimeProvider time) : ICheck
{
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public string Area => "tmux";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        if (doctor.Claude.Tmux == TmuxUse.Off || !(doctor.Claude.Enabled || doctor.Compatible is not null || doctor.Codex is not null || doctor.Gemini is not null)) return [this.Ok("not used")];
        const string Mend = "install tmux (brew install tmux, apt install tmux)";
        if (ClaudeCommand.Find("tmux", searchPath) is not { } path)
        {
            return doctor.Claude.Tmux == TmuxUse.On
                ? [this.Fault("is not installed, and openclaw.doctor.claude.tmux is on", $"{Mend}, or set it to auto")]
                : [this.Warning("is not installed: nobody can look over a doctor's shoulder", Mend)];
        }

        var answer = await new HostCommand(path, time).Run(["-V"], cancel, Ask);
        return [answer.Succeeded ? this.Ok($"{CommandText.Clean(answer.Output.Trim())} ({path})") : this.Warning($"{path} does not run: {answer.Complaint}", Mend)];
    }
}
