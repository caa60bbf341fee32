namespace OpenClaw.Bench.Measuring;

/// <summary>What the daemon may use while all is well: at the shipped cadence, its status page open.</summary>
internal static class IdleGoals
{
    private const double Wakeups = 300;

    /// <summary>The goals of a form of the program.</summary>
    public static IEnumerable<Goal> Of(ProgramForm form, Series residentMegabytes, Series cpuMillisecondsPerMinute, Series wakeupsPerMinute)
    {
        if (form == ProgramForm.Unknown) return [];
        var (memory, cpu) = form == ProgramForm.NativeAot ? (55, 20) : (95, 120);
        return [Goal.AtMost(memory, residentMegabytes), Goal.AtMost(cpu, cpuMillisecondsPerMinute), Goal.AtMost(Wakeups, wakeupsPerMinute)];
    }
}
