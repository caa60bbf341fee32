using System.Globalization;
using System.Runtime.InteropServices;

namespace OpenClaw.Bench.Measuring;

/// <summary>Where and when a run took place: a figure without it says nothing.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Cores">Cores this process may use.</param>
/// <param name="Processor">The processor's name as the kernel tells it.</param>
/// <param name="Kernel">The system and its version.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Load">/proc/loadavg at the beginning: above the cores, times are upper bounds.</param>
internal sealed record Machine(string At, int Cores, string Processor, string Kernel, string Runtime, string Load)
{
    /// <summary>This one, now.</summary>
    public static Machine Now() => new(
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        Environment.ProcessorCount,
        ProcessorName(),
        $"{RuntimeInformation.OSDescription}, kernel {Read("/proc/sys/kernel/osrelease")}",
        RuntimeInformation.FrameworkDescription,
        Read("/proc/loadavg"));

    /// <inheritdoc/>
    public override string ToString() => $"{At}; {Cores} cores, {Processor}; {Kernel}; {Runtime}; load {Load}";

    private static string ProcessorName() =>
        Read("/proc/cpuinfo").Split('\n').FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "unknown";
}
