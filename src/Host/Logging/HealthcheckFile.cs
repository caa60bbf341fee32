using System.Globalization;
using System.Text;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Logging;

/// <summary>The original's log: <c>healthcheck-YYYY-MM-DD.log</c> in the memory folder, a file a day in the owner's time, each line behind <c>[YYYY-MM-DD HH:MM:SS]</c>.</summary>
/// <param name="folder">The memory folder (OPENCLAW_MEMORY_DIR); made when it is not there.</param>
/// <param name="zone">The owner's time.</param>
/// <param name="secrets">What must never be seen.</param>
internal sealed class HealthcheckFile(string folder, TimeZoneInfo zone, IReadOnlyList<SecretText> secrets)
{
    /// <summary>A day's file does not grow beyond this: a gateway that turns all day long must not fill the disk.</summary>
    public const long Largest = 2_000_000;

    private readonly SecretMask _mask = new(secrets);

    /// <summary>Appends lines; what comes when the day's file is full is left out.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public async Task Append(IReadOnlyList<(DateTimeOffset At, string Text)> lines)
    {
        PrivateFiles.Folder(folder, ours: false);
        foreach (var day in lines.Select(line => (At: TimeZoneInfo.ConvertTime(line.At, zone), line.Text)).GroupBy(static line => line.At.Date))
        {
            await using var file = PrivateFiles.Append(Path.Combine(folder, day.Key.ToString("'healthcheck-'yyyy-MM-dd'.log'", CultureInfo.InvariantCulture)));
            if (file.Length > Largest) continue;
            var text = string.Concat(day.Select(static line => string.Create(CultureInfo.InvariantCulture, $"[{line.At:yyyy-MM-dd HH:mm:ss}] {line.Text}\n")));
            // At once: a line of somebody else's, the original's own for example, comes before or after, never in between.
            await file.WriteAsync(Encoding.UTF8.GetBytes(_mask.Apply(text)));
        }
    }
}
