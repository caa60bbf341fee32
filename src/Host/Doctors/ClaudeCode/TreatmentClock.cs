namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>The clocks of one treatment. When less time is left than they were made for, all of them shrink alike.</summary>
internal sealed class TreatmentClock
{
    private readonly TimeProvider _time;
    private DateTimeOffset _heard;

    public TreatmentClock(ClaudeCodeOptions options, DateTimeOffset deadline, TimeProvider time)
    {
        _time = time;
        _heard = time.GetUtcNow();
        Deadline = deadline;
        Left = deadline - _heard;
        var usual = options.ReportLead * 6;
        var scale = Left >= usual ? 1 : Math.Max(0, Left / usual);
        ReportAt = deadline - options.ReportLead * scale;
        EndAt = deadline - options.EndLead * scale;
        LeaveGrace = Least(options.LeaveGrace, options.EndLead * scale * 0.3);
        TerminateGrace = Least(options.TerminateGrace, options.EndLead * scale * 0.5);
        Stall = Least(options.StallTimeout, Left / 3);
    }

    /// <summary>The end of all.</summary>
    public DateTimeOffset Deadline { get; }

    /// <summary>What was left when the treatment began.</summary>
    public TimeSpan Left { get; }

    /// <summary>When the report is called for.</summary>
    public DateTimeOffset ReportAt { get; }

    /// <summary>When the session is ended.</summary>
    public DateTimeOffset EndAt { get; }

    /// <summary>From the end of input to SIGTERM.</summary>
    public TimeSpan LeaveGrace { get; }

    /// <summary>From SIGTERM to SIGKILL.</summary>
    public TimeSpan TerminateGrace { get; }

    /// <summary>How long the session may be silent.</summary>
    public TimeSpan Stall { get; }

    /// <summary>The session has given a sign of life.</summary>
    public void Heard() => _heard = _time.GetUtcNow();

    /// <summary>It is time for the report.</summary>
    public bool ReportIsDue => _time.GetUtcNow() >= ReportAt;

    /// <summary>It is time to end.</summary>
    public bool EndIsDue => _time.GetUtcNow() >= EndAt;

    /// <summary>It has been silent for too long.</summary>
    public bool IsStalled => _time.GetUtcNow() - _heard >= Stall;

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
