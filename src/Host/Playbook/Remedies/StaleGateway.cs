using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>
/// Ends a gateway of ours that was left behind and keeps the manager's own from starting. Only one that is proven in every way: pid and start time, our user, a gateway's command
/// line, owner of the lock of our state folder, nobody's child any more, no process of another service, silent, and doing nothing. A foreign program or a duplicate that works is its owner's business.
/// </summary>
internal sealed class StaleGateway : IRemedy
{
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Youth = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan YouthUnseen = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "stale-gateway";

    /// <inheritdoc/>
    public string Title => "end a dead-locked gateway that was left behind and holds the state folder";

    /// <inheritdoc/>
    public Reach Reach => Reach.Setting;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        foreach (var found in diagnosis.Findings.Where(static f => f.Id is FindingIds.PortDuplicate or FindingIds.LockOwned))
        {
            if (!int.TryParse(found.Fact("pid"), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || await Proven(pid, patient, cancel) is not { } stale) continue;
            if (found.Fact("start") is { } start && start != stale.Identity.StartTime.ToString(CultureInfo.InvariantCulture)) continue;
            return new RemedyPlan($"pid {pid}, a gateway that was left behind, holds the lock of {patient.Gateway.StateDirectory} and answers nothing: it is ended", [], c => Act(stale.Identity, patient, c));
        }

        return null;
    }

    private static async Task<RemedyResult> Act(ProcessIdentity stale, Patient patient, CancellationToken cancel)
    {
        // Between the plan and the deed it may have woken up, or be another.
        if (await Proven(stale.Pid, patient, cancel) is not { } now || now.Identity != stale) return new(false, $"{stale} is no longer what it was: nothing was ended");
        var stop = await patient.Local.Stopper.Stop(stale, StopWait, cancel);
        return new(stop.IsGone, stop.Note);
    }

    private static async Task<ProcessEntry?> Proven(int pid, Patient patient, CancellationToken cancel)
    {
        var table = patient.Local.Table;
        if (await table.Find(pid, cancel) is not { IsZombie: false } process || process.Uid != Posix.GetUid() || !PortWitness.LooksLikeGateway(process.Arguments)) return null;
        var claim = new GatewayLocks(patient.Gateway.StateDirectory).Read().FirstOrDefault(c => c.StartTime is not null && c.IsOf(process));
        if (claim is null || !await IsOrphan(process, table, cancel) || IsOfAnotherService(process, patient)) return null;
        var seen = await patient.Process.Look(cancel);
        if (seen.Service == ServiceState.Unknown || (seen.Process is { } own && await table.StemsFrom(pid, own.Pid, cancel))) return null;
        if (await Answers(claim.Port ?? patient.Gateway.Url.Port, cancel)) return null;
        return await IsIdle(process, patient, cancel) ? process : null;
    }

    private static async Task<bool> IsOrphan(ProcessEntry process, IProcessTable table, CancellationToken cancel) =>
        process.ParentPid <= 1
        || (await table.Find(process.ParentPid, cancel) is { } parent && parent.Arguments is [var program, ..] && Path.GetFileName(program) == "systemd" && parent.Arguments.Contains("--user"));

    // A second gateway that another unit keeps would only be started again by it, and is its owner's will.
    private static bool IsOfAnotherService(ProcessEntry process, Patient patient)
    {
        try
        {
            var file = $"/proc/{process.Identity.Pid}/cgroup";
            return File.Exists(file) && Path.GetFileName(File.ReadAllText(file).Trim().Split('\n')[^1]) is var group
                && group.EndsWith(".service", StringComparison.Ordinal) && group != patient.Gateway.Unit && !group.StartsWith("user@", StringComparison.Ordinal) && group != OwnGroup();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    // Whoever was started by this very service, by hand or by an earlier healer, is kept by nobody.
    private static string OwnGroup() => Path.GetFileName(File.ReadAllText("/proc/self/cgroup").Trim().Split('\n')[^1]);

    // Whatever is said at the port, by whomever: then nothing is ended.
    private static async Task<bool> Answers(int port, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Listening);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"), limit.Token);
            return await stream.ReadAsync(new byte[1], limit.Token) > 0;
        }
        catch (Exception silent) when (silent is SocketException or IOException || (silent is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }

    // A boot that gets on with its work is slow, not stale.
    private static async Task<bool> IsIdle(ProcessEntry process, Patient patient, CancellationToken cancel)
    {
        var age = patient.Time.GetUtcNow() - process.StartedAt;
        if (LocalProcesses.Progress(process) is not { } before) return age > YouthUnseen;
        if (age < Youth) return false;
        await Task.Delay(TimeSpan.FromSeconds(2), patient.Time, cancel);
        return LocalProcesses.Progress(process) is not { } after || after == before;
    }
}
