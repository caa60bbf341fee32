using System.Globalization;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.MacOS;

/// <summary>
/// The process table from <c>ps</c>. It tells start times to the second only, so the identity's microseconds end in six zeros; macOS hands out
/// pids one after the other, and the same one does not come round again within a second. The command line comes without its argument borders.
/// </summary>
public sealed partial class PsProcessTable(HostCommand ps) : IProcessTable
{
    private const string Columns = "pid=,ppid=,pgid=,uid=,stat=,lstart=,command=";

    /// <inheritdoc/>
    public async ValueTask<ProcessEntry?> Find(int pid, CancellationToken cancel)
    {
        if (pid <= 0)
            return null;
        var answer = await ps.Run(["-ww", "-o", Columns, "-p", pid.ToString(CultureInfo.InvariantCulture)], cancel);

        // ps ends with 1 and says nothing when no process has the pid.
        if (answer is { ExitCode: 1, Output.Length: 0 } && answer.Error.Trim().Length == 0)
            return null;
        return answer.Succeeded ? Parse(answer.Output).FirstOrDefault(entry => entry.Identity.Pid == pid) : throw new IOException(answer.Complaint);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ProcessEntry>> All(CancellationToken cancel)
    {
        var answer = await ps.Run(["-axww", "-o", Columns], cancel);
        return answer.Succeeded ? Parse(answer.Output) : throw new IOException(answer.Complaint);
    }

    internal static IReadOnlyList<ProcessEntry> Parse(string output) =>
        [.. output.Split('\n').Select(ParseLine).OfType<ProcessEntry>()];

    private static ProcessEntry? ParseLine(string line)
    {
        if (Row().Match(line) is not { Success: true } row)
            return null;
        var started = Spaces().Replace(row.Groups["start"].Value, " ");
        if (!DateTimeOffset.TryParseExact(
            started, "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            return null;
        return new(
            new ProcessIdentity(Number(row, "pid"), at.ToUnixTimeSeconds() * 1_000_000),
            Number(row, "ppid"),
            Number(row, "pgid"),
            uint.TryParse(row.Groups["uid"].Value, CultureInfo.InvariantCulture, out var uid) ? uid : null,
            row.Groups["stat"].Value.StartsWith('Z'),
            at,
            row.Groups["command"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            IsStopped = row.Groups["stat"].Value.StartsWith('T'),
        };
    }

    private static int Number(Match row, string column) => int.Parse(row.Groups[column].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?<pid>\d{1,9})\s+(?<ppid>\d{1,9})\s+(?<pgid>\d{1,9})\s+(?<uid>-?\d+)\s+(?<stat>\S+)\s+(?<start>\w{3}\s+\w{3}\s+\d+\s+[\d:]{8}\s+\d{4})\s+(?<command>.*)$")]
    private static partial Regex Row();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
