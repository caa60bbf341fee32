namespace OpenClaw.Host.Processes.Hangs;

/// <summary>Sees from outside what a process is at that does not answer any more. Sends it no signal and does not stop it.</summary>
public interface IHangWitness
{
    /// <summary>Puts what can be seen into the report, part by part, so that what took too long loses only itself.</summary>
    /// <param name="process">The process.</param>
    /// <param name="port">The gateway's port.</param>
    /// <param name="report">Takes the parts.</param>
    /// <param name="cancel">The time is over.</param>
    Task Describe(ProcessEntry process, int port, HangReport report, CancellationToken cancel);
}
