using System.Globalization;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>The fields of <c>/proc/PID/stat</c> that matter here.</summary>
/// <param name="State">Field 3: R, S, D, T, Z and so on.</param>
/// <param name="ParentPid">Field 4.</param>
/// <param name="Group">Field 5.</param>
/// <param name="StartTime">Field 22, clock ticks since boot.</param>
internal readonly record struct ProcStat(char State, int ParentPid, int Group, long StartTime)
{
    /// <summary>Reads the line; null when it is not one. The name in field 2 may itself hold spaces and brackets, so the last bracket counts.</summary>
    public static ProcStat? Parse(string line)
    {
        var end = line.LastIndexOf(')');
        if (end < 0)
            return null;
        var fields = line[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length >= 20
            && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent)
            && int.TryParse(fields[2], CultureInfo.InvariantCulture, out var group)
            && long.TryParse(fields[19], CultureInfo.InvariantCulture, out var start)
            ? new ProcStat(fields[0][0], parent, group, start)
            : null;
    }
}
