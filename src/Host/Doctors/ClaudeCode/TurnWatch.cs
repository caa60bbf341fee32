using OpenClaw.Actors.Doctoring;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>Follows one turn to its end: the model's own, the cage's, the process's or the clock's, whichever comes first.</summary>
internal sealed class TurnWatch(ClaudeSession session, IncidentFolder folder, TreatmentClock clock, ClaudeCodeOptions options, TimeProvider time, ILogger log)
{
    private string? _error;
    private string _words = "";
    private bool _reportCalled;
    private bool _interrupted;

    /// <summary>Completes when the turn is over. The session is the caller's to end unless the reply is <see cref="DoctorReply.Claims"/>.</summary>
    public async Task<DoctorReply> Watch(CancellationToken cancel)
    {
        while (true)
        {
            // Asked before the stream is read: what was said before the end is then surely seen first.
            var exit = await session.Exit(cancel);
            foreach (var seen in await session.Read(cancel))
            {
                clock.Heard();
                if (await Take(seen, cancel) is { } reply) return reply;
            }

            if (exit is not null)
                return options.Cli.Died(exit, System.Text.Encoding.UTF8.GetString(await PrivateFiles.Read(folder.Errors, cancel)));
            if (clock.EndIsDue) return new DoctorReply.GaveUp("Its time was over before it was done.");
            if (clock.IsStalled) return new DoctorReply.Unavailable(UnavailableKind.Stalled, $"Nothing was heard from it for {clock.Stall.TotalSeconds:0} s.");
            if (clock.ReportIsDue && !_reportCalled) await CallForReport(cancel);
            await Task.Delay(options.PollInterval, time, cancel);
        }
    }

    private async Task<DoctorReply?> Take(ClaudeEvent seen, CancellationToken cancel)
    {
        switch (seen)
        {
            case ClaudeEvent.Init init when options.Cli.WhatIsWrong(init, folder) is { } wrong:
                return new DoctorReply.Unavailable(UnavailableKind.UnsafeSession, $"The session is not in its cage: {wrong}.");
            case ClaudeEvent.Said said:
                _error = said.Error;
                _words += said.Text;
                return null;
            case ClaudeEvent.Called:
                _words = "";
                return null;
            case ClaudeEvent.Ended { Result: var result } when _interrupted && result.IsError && result.Reason != "api_error":
                _interrupted = false;
                await session.Say(ClaudePrompt.WriteTheReport(folder), cancel);
                return null;
            case ClaudeEvent.Ended { Result: var result }:
                return options.Cli.Judge(result.Text.Length > 0 ? result : result with { Text = _words }, _error);
            default:
                return null;
        }
    }

    private async Task CallForReport(CancellationToken cancel)
    {
        (_reportCalled, _interrupted) = (true, true);
        log.LogInformation("The doctor's time is nearly over; it is interrupted and asked for its report");
        await session.Interrupt(cancel);
    }
}
