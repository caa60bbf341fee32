using System.Runtime.InteropServices;
using System.Text.Json;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>What a drill works with, made by whoever puts the program together.</summary>
internal sealed record DrillParts
{
    /// <summary>Looks at a gateway's process.</summary>
    public required Func<HealerSettings, GatewaySettings, CancellationToken, Task<IGatewayProcess>> Process { get; init; }

    /// <summary>Asks a gateway over HTTP.</summary>
    public required Func<GatewaySettings, IHealthProbe> Probe { get; init; }

    /// <summary>Opens the book of a state folder.</summary>
    public required Func<string, IIncidentHistory> History { get; init; }

    /// <summary>Opens the book of a state folder for other questions.</summary>
    public required Func<string, IBookQuestions> Book { get; init; }

    /// <summary>The names of the channels that may tell of it.</summary>
    public required Func<HealerSettings, IReadOnlyList<string>> Channels { get; init; }

    /// <summary>This machine's processes.</summary>
    public required LocalProcesses Local { get; init; }

    /// <summary>Asks whoever sits there; null: nobody does.</summary>
    public required Func<CancellationToken, Task<bool>>? Consent { get; init; }

    /// <summary>Starts the guardian and waits until it is at its post.</summary>
    public required Func<string, DrillFolder, CancellationToken, Task> Guard { get; init; }

    /// <summary>Whether it is at its post.</summary>
    public required Func<DrillFolder, CancellationToken, Task<bool>> IsGuarded { get; init; }
}

/// <summary>What was typed after <c>drill</c>.</summary>
/// <param name="Kind">The fault.</param>
/// <param name="Gateway">The gateway's name; null when there is only one.</param>
/// <param name="Limit">How long the healer is given; null: see <see cref="DrillPlan.Limit"/>.</param>
/// <param name="Yes">Nobody is asked.</param>
/// <param name="DryRun">Only say what would be done.</param>
/// <param name="Json">The report as JSON.</param>
internal sealed record DrillAsked(DrillKind Kind, string? Gateway = null, TimeSpan? Limit = null, bool Yes = false, bool DryRun = false, bool Json = false);

/// <summary>
/// <c>drill</c>: rehearses a fault on the owner's own gateway and tells what the healer made of it. To do no harm comes first: it begins only where a daemon is there to heal and all is
/// well, says what it will do and asks, has its undo on the disk and a guardian at its post before it breaks anything, and undoes what it did whatever happens.
/// </summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="parts">What it works with.</param>
/// <param name="time">The clock.</param>
/// <param name="output">Takes the plan, what is seen, and the report.</param>
/// <param name="errors">Takes the one line that says why nothing was done.</param>
internal sealed class DrillCommand(SettingsSources sources, DrillParts parts, TimeProvider time, TextWriter output, TextWriter errors)
{
    // SIGSTOP. The healer itself never sends it.
    private static readonly int StopSignal = OperatingSystem.IsMacOS() ? 17 : 19;

    // After the limit: time to come back with what was put back, as long as the guardian still stands by.
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan GuardGrace = TimeSpan.FromMinutes(3);

    // The news that it is over is on its way when we see that it is.
    private static readonly TimeSpan TellingTime = TimeSpan.FromSeconds(5);

    private TextWriter Talk(DrillAsked asked) => asked.Json ? errors : output;

    /// <summary>Rehearses it. 0 when it was healed within the limit, 1 when it was not or must not be done now, 2 without consent, 4 without a daemon; see <see cref="ExitCodes"/>.</summary>
    public async Task<int> Run(DrillAsked asked, CancellationToken cancel)
    {
        var settings = HealerSettings.Load(sources);
        var gateway = settings.Named(asked.Gateway);
        var folder = new DrillFolder(settings.Home);
        if (folder.IsOpen && !asked.DryRun && await LeftBehind(folder, cancel) is { } busy) return await Refuse(busy);
        var process = await parts.Process(settings, gateway, cancel);
        var ground = new DrillGround(settings, gateway, process, parts.Probe(gateway), parts.History(settings.Home), parts.Book(settings.Home), time);
        var (refusal, state) = await ground.Look(asked.Kind, cancel);
        if (refusal is not null) return await Refuse(refusal);
        var (limit, config) = (asked.Limit ?? DrillPlan.Limit(asked.Kind), asked.Kind == DrillKind.Config ? PrivateFiles.RealPath(gateway.ConfigPath) : null);
        var original = config is null ? [] : await PrivateFiles.Read(config, cancel);
        var broken = config is null ? [] : DrillConfig.Break(original, config);

        var talk = Talk(asked);
        foreach (var line in TextRows.Of(DrillPlan.Rows(asked.Kind, settings, gateway, state.Process!, limit, parts.Channels(settings)), TextRows.WidthOf(talk))) await talk.WriteLineAsync(line);
        if (asked.DryRun) return ExitCodes.Ok;
        if (!asked.Yes)
        {
            if (parts.Consent is null) return await Refuse(new("nobody is at the terminal to agree: say --yes, or --dry-run to see what would be done", ExitCodes.Usage));
            if (!await parts.Consent(cancel)) return await Refuse(new("nothing was done", ExitCodes.Usage));
            // Whoever has read for a while agrees with a gateway that may be another one by now.
            (refusal, var now) = await ground.Look(asked.Kind, cancel);
            if (refusal is null && now.Process != state.Process) refusal = new("the gateway was started anew meanwhile: begin again");
            if (refusal is not null) return await Refuse(refusal);
        }

        folder.Prepare();
        await using var alone = Alone(folder);
        if (alone is null) return await Refuse(new("another drill is under way"));
        if (await parts.Local.Table.Find(Environment.ProcessId, cancel) is not { } me) throw new IOException("this program cannot be found in the table of processes");
        var at = time.GetUtcNow();
        var record = new DrillRecord(
            DrillRecord.CurrentVersion, asked.Kind, gateway.Id.Value, at, at + limit + GuardGrace, me.Identity, state.Process!, config, config is null ? 0 : (int)File.GetUnixFileMode(config));
        return await Break(asked, settings, gateway, process, record, original, broken, limit, cancel);
    }

    private async Task<int> Break(
        DrillAsked asked, HealerSettings settings, GatewaySettings gateway, IGatewayProcess process, DrillRecord record, byte[] original, byte[] broken, TimeSpan limit, CancellationToken cancel)
    {
        var (folder, undo, talk, undone) = (new DrillFolder(settings.Home), new DrillUndo(new DrillFolder(settings.Home), parts.Local), Talk(asked), "nothing to undo");
        var watch = new DrillWatch(settings.Home, gateway, record, process, parts.History(settings.Home), parts.Book(settings.Home), time, step => talk.WriteLine($"{"+" + DrillReport.Seconds(step.Seconds),9}  {step.What}"));
        var (isHealed, isBroken) = (false, false);
        try
        {
            if (record.Config is not null)
            {
                await PrivateFiles.Write(folder.Original, original, cancel);
                await PrivateFiles.Write(folder.Broken, broken, cancel);
            }

            await folder.Write(record, cancel);
            await parts.Guard(settings.Home, folder, cancel);
            cancel.ThrowIfCancellationRequested();
            isBroken = true;
            watch.FaultAt = time.GetUtcNow();
            await Fault(record, broken);
            watch.Note(record.Kind switch { DrillKind.Kill => $"pid {record.Target.Pid} was ended", DrillKind.Hang => $"pid {record.Target.Pid} was stopped", _ => $"the config was broken, and pid {record.Target.Pid} ended" });
            isHealed = await watch.UntilHealed(watch.FaultAt + limit, async stop =>
            {
                if (await parts.IsGuarded(folder, stop)) return false;
                watch.Note("the drill's guardian is gone: the drill is ended");
                return true;
            }, cancel);
        }
        finally
        {
            // Whatever has happened, and also after Ctrl-C.
            undone = await undo.PutBack(record, CancellationToken.None);
            if (isBroken && !isHealed && !cancel.IsCancellationRequested)
            {
                watch.Note($"put back: {undone}");
                // A treatment that is under way may put the broken one back once more.
                await watch.UntilWell(time.GetUtcNow() + Aftermath, async stop =>
                {
                    if (record.Kind == DrillKind.Config) undone = await undo.PutBack(record, stop);
                }, cancel);
                if (record.Kind == DrillKind.Config) undone = await undo.PutBack(record, CancellationToken.None);
            }

            await folder.Close(record, CancellationToken.None);
            if (cancel.IsCancellationRequested) await talk.WriteLineAsync($"called off: {undone}");
        }

        cancel.ThrowIfCancellationRequested();
        return await Report(asked, gateway, record, limit, watch, isHealed, undone, cancel);
    }

    private async Task Fault(DrillRecord record, byte[] broken)
    {
        if (record.Config is { } config) await PrivateFiles.Write(config, broken, (UnixFileMode)record.Mode, CancellationToken.None);
        if (record.Kind != DrillKind.Hang)
        {
            if (await parts.Local.Signals.Send(record.Target, ProcessSignal.Kill, CancellationToken.None) is not SignalResult.Sent and var failed) throw new IOException($"{record.Target} could not be ended ({failed})");
            return;
        }

        if (!KillSignals.MayBeSignalled(record.Target) || !await parts.Local.Table.IsAlive(record.Target, CancellationToken.None) || Posix.Kill(record.Target.Pid, StopSignal) != 0)
            throw new IOException($"{record.Target} could not be stopped: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private async Task<int> Report(DrillAsked asked, GatewaySettings gateway, DrillRecord record, TimeSpan limit, DrillWatch watch, bool isHealed, string undone, CancellationToken cancel)
    {
        double? Since(DateTimeOffset? at) => at is { } moment ? Math.Round(Math.Max(0, (moment - watch.FaultAt).TotalSeconds), 1) : null;
        var incident = watch.Incident;
        var report = new DrillReport(
            gateway.Id.Value, record.Kind, watch.FaultAt, record.Target.Pid, limit.TotalSeconds, isHealed, isHealed ? Since(watch.HealthySince) : null, Since(incident?.OpenedAt), incident?.Id.Value, (int?)incident?.Tier,
            incident?.Outcome?.ToString(), watch.Steps, await watch.Alerts(TellingTime, cancel), undone);
        if (asked.Json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(report, DrillJson.Default.DrillReport));
        }
        else
        {
            await output.WriteLineAsync();
            foreach (var line in TextRows.Of([.. report.Rows()], TextRows.WidthOf(output))) await output.WriteLineAsync(line);
        }

        return isHealed ? ExitCodes.Ok : ExitCodes.Unhealthy;
    }

    // An earlier drill whose program and guardian were both killed.
    private async Task<DrillRefusal?> LeftBehind(DrillFolder folder, CancellationToken cancel)
    {
        var undo = new DrillUndo(folder, parts.Local);
        if (await folder.Read(cancel) is not { } record) return null;
        if (!await undo.IsAbandoned(record, time.GetUtcNow(), cancel)) return new($"another drill is under way (pid {record.Owner.Pid})");
        await errors.WriteLineAsync($"an earlier drill of {record.At:yyyy-MM-dd HH:mm} UTC was left behind: {await undo.Run(cancel)}");
        return null;
    }

    private static FileStream? Alone(DrillFolder folder)
    {
        try
        {
            return new FileStream(folder.Lock, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
        catch (IOException held) when (held.HResult is 11 or 35)
        {
            return null;
        }
    }

    private async Task<int> Refuse(DrillRefusal refusal)
    {
        await errors.WriteLineAsync(refusal.Why);
        return refusal.Code;
    }
}
