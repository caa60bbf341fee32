using System.Globalization;

namespace OpenClaw.Host.Processes.MacOS;

/// <summary>Listeners from <c>lsof</c>. Without root it shows this user's processes only: another user's listener is not seen.</summary>
public sealed class LsofPortTable(HostCommand lsof) : IPortTable
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PortListener>> On(int port, int? expectedPid, CancellationToken cancel)
    {
        var answer = await lsof.Run(["-nP", $"-iTCP:{port.ToString(CultureInfo.InvariantCulture)}", "-sTCP:LISTEN", "-Fpcn"], cancel);

        // lsof ends with 1 both when nothing was found and when something could not be read; only then does it complain.
        if (!answer.Succeeded && (answer.ExitCode != 1 || answer.Error.Trim().Length > 0) && answer.Output.Length == 0)
            throw new IOException(answer.Complaint);
        return Parse(answer.Output, port);
    }

    internal static IReadOnlyList<PortListener> Parse(string output, int port)
    {
        var listeners = new List<PortListener>();
        int? pid = null;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == 'p')
                pid = int.TryParse(line.AsSpan(1), CultureInfo.InvariantCulture, out var number) ? number : null;
            else if (line[0] == 'n' && line.LastIndexOf(':') is > 0 and var colon && line[(colon + 1)..] == port.ToString(CultureInfo.InvariantCulture))
                listeners.Add(new(pid, null, line[1..colon], IsLoopbackOrAny(line[1..colon])));
        }

        return listeners;
    }

    private static bool IsLoopbackOrAny(string address) =>
        address is "*" or "[::1]" or "[::]" or "0.0.0.0" || address.StartsWith("127.", StringComparison.Ordinal);
}
