using System.Globalization;
using OpenClaw.Host.Processes.Hangs;

namespace OpenClaw.Host.Processes.MacOS;

/// <summary>What <c>sample</c> sees of a process that hangs: the call stacks of its threads over one second, and its sockets as <c>lsof</c> lists them.</summary>
internal sealed class SampleHangWitness(HostCommand sample, HostCommand lsof) : IHangWitness
{
    private const int StacksLimit = 96 * 1024;

    public async Task Describe(ProcessEntry process, int port, HangReport report, CancellationToken cancel)
    {
        var pid = process.Identity.Pid.ToString(CultureInfo.InvariantCulture);
        var sockets = lsof.Run(["-nP", $"-iTCP:{port.ToString(CultureInfo.InvariantCulture)}"], cancel, HangReports.LookLimit);

        // -mayDie keeps the symbols when the process ends meanwhile.
        var stacks = await sample.Run([pid, "1", "-mayDie", "-file", "/dev/stdout"], cancel, HangReports.LookLimit);
        report.Add("call stacks (sample)", stacks.Succeeded ? stacks.Output : stacks.Complaint, StacksLimit);
        var answer = await sockets;
        report.Add("sockets of the port (lsof)", answer.Output.Length > 0 ? answer.Output : answer.Complaint);
    }
}
