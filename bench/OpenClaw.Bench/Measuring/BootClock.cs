using System.Globalization;

namespace OpenClaw.Bench.Measuring;

/// <summary>Seconds since the machine booted, the clock by which the kernel notes when a process was started. Both are exact to a hundredth.</summary>
internal static class BootClock
{
    // USER_HZ, which is 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Now.</summary>
    public static double Now => double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>When the process was started.</summary>
    public static double StartOf(ProcessRef process) => process.StartTicks / TicksPerSecond;
}
