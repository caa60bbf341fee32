using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>A drill whose program and guardian were both killed, or ended with the machine: a daemon that starts puts back what is left of it.</summary>
internal static class DrillLeftovers
{
    /// <summary>Does so. What fails is told and hinders nothing: the record stays for the next one.</summary>
    /// <param name="home">The state folder.</param>
    /// <param name="errors">Takes a line when there was something.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task Settle(string home, TextWriter errors, CancellationToken cancel)
    {
        var folder = new DrillFolder(home);
        if (!folder.IsOpen) return;
        try
        {
            using var local = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);
            var undo = new DrillUndo(folder, local);
            // One that goes on while the daemon is restarted is its own program's.
            if (await folder.Read(cancel) is { } record && await undo.IsAbandoned(record, TimeProvider.System.GetUtcNow(), cancel)) await errors.WriteLineAsync($"a drill of {record.At:yyyy-MM-dd HH:mm} UTC was left behind: {await undo.Run(cancel)}");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"a drill that was left behind could not be undone: {failed.Message}");
        }
    }
}
