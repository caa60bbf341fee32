using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>The world as one life of the daemon reaches it. What it does there is the world's; what it may do ends with it.</summary>
public sealed class Ports(World world, Daemon daemon) : IGatewayProcess, IHealthProbe, IDoctor, ICauseWatch, IIncidentJournal, IRestartLedgerStore, IOutboxStore
{
    /// <inheritdoc/>
    public string Manager => "model";

    /// <inheritdoc/>
    public string Name => "model doctor";

    /// <inheritdoc/>
    Task<ProcessState> IGatewayProcess.Look(CancellationToken cancel)
    {
        var seen = world.Chance.IsBlind ? ProcessState.Unreadable("the manager cannot be asked") : world.Gateway.Look();
        return Call.Make<ProcessState>(world, daemon, Port.Look, world.Chance.Look(), () => seen, (isAnswered, s) => world.Known.Tell(isAnswered ? s : ProcessState.Unreadable("failed")), cancel);
    }

    /// <inheritdoc/>
    Task<HttpAnswer> IHealthProbe.Look(CancellationToken cancel)
    {
        var began = world.Clock.Elapsed;
        var answer = world.Chance.IsProbeBlind ? HttpAnswer.Of(Liveness.Unknown, TimeSpan.Zero, "no socket") : world.Gateway.Probe();
        var (served, conduct) = (world.Gateway.Process, answer.Liveness == Liveness.Silent ? Conduct.Slow(3) : world.Chance.Probe());
        return Call.Make<HttpAnswer>(world, daemon, Port.Probe, conduct, () => answer, (isAnswered, a) => world.Known.Tell(isAnswered ? a : null, served, began), cancel);
    }

    /// <inheritdoc/>
    public Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel) => world.Gateway.Watch(process, () => daemon.IsAlive, cancel);

    /// <inheritdoc/>
    public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel)
    {
        var (conduct, stopsOnly) = world.Chance.Restart();
        return Call.Make<RestartOutcome>(world, daemon, Port.Restart, conduct, () => world.CarryOut(kind, stopsOnly), null, cancel);
    }

    /// <inheritdoc/>
    public Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        var (conduct, what) = world.Doctor.Begin();
        return Call.Make<DoctorReply>(world, daemon, Port.Treat, conduct, () => world.Doctor.Treat(file, what), null, cancel);
    }

    /// <inheritdoc/>
    public Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel) =>
        Call.Make<string>(world, daemon, Port.Discharge, world.Chance.Discharge(), () => world.Doctor.Discharge(incident, verdict), null, cancel);

    /// <inheritdoc/>
    public Task<string> WaitForChange(CancellationToken cancel) => world.Causes.Wait(() => daemon.IsAlive, cancel);

    /// <inheritdoc/>
    Task<BookContent> IIncidentJournal.Load(GatewayId gateway, CancellationToken cancel) =>
        Call.Make<BookContent>(world, daemon, Port.Load, world.Chance.Store(isWrite: false), () => new BookContent([.. world.Disk.Events]), (isAnswered, _) => daemon.HasReadItsBook |= isAnswered, cancel);

    /// <inheritdoc/>
    public Task<string?> Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events, IReadOnlyList<Announcement> news, CancellationToken cancel) =>
        Call.Make<string?>(world, daemon, Port.Append, world.Chance.Store(isWrite: true), () => world.Disk.Append(events, news), null, cancel);

    /// <inheritdoc/>
    Task<RestartLedger?> IRestartLedgerStore.Load(GatewayId gateway, CancellationToken cancel) =>
        Call.Make<RestartLedger?>(world, daemon, Port.LoadLedger, world.Chance.Store(isWrite: false), () => world.Rules.LedgerRead(world.Disk.Ledger), null, cancel);

    /// <inheritdoc/>
    public Task Save(GatewayId gateway, RestartLedger ledger, CancellationToken cancel) =>
        Call.Make<RestartLedger>(world, daemon, Port.SaveLedger, world.Chance.Store(isWrite: true), () => world.Disk.Ledger = ledger, null, cancel);

    /// <inheritdoc/>
    Task<IReadOnlyList<KeptNews>> IOutboxStore.Load(GatewayId gateway, IReadOnlyList<string> channels, CancellationToken cancel) =>
        Call.Make<IReadOnlyList<KeptNews>>(world, daemon, Port.LoadOutbox, world.Chance.Store(isWrite: false), () => world.Disk.News(channels), (isAnswered, _) => daemon.HasReadItsNews |= isAnswered, cancel);

    /// <inheritdoc/>
    public Task Keep(GatewayId gateway, Announcement news, CancellationToken cancel) =>
        Call.Make<bool>(world, daemon, Port.Keep, world.Chance.Store(isWrite: true), () => world.Disk.Keep(news), null, cancel);

    /// <inheritdoc/>
    public Task Mark(GatewayId gateway, string channel, string key, DeliveryMark mark, string? handle, CancellationToken cancel) =>
        Call.Make<bool>(world, daemon, Port.Mark, world.Chance.Store(isWrite: true), () => world.Disk.Mark(channel, key, mark), null, cancel);
}

/// <summary>A channel as one life of the daemon reaches it.</summary>
public sealed class ChannelPort(World world, Daemon daemon, ModelChannel channel) : INotifier
{
    /// <inheritdoc/>
    public string Name => channel.Name;

    /// <inheritdoc/>
    public Severity Floor => channel.Floor;

    /// <inheritdoc/>
    public Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
    {
        var (conduct, answer) = world.Chance.Delivery(channel);
        var arrives = answer is Delivery.Delivered;
        channel.Begin(announcement, daemon);
        return Call.Make<Delivery>(
            world, daemon, Port.Deliver, conduct,
            () =>
            {
                if (arrives) channel.Arrive(announcement, daemon);
                return answer;
            },
            (isAnswered, delivery) => channel.End(announcement, isAnswered ? delivery : null),
            cancel);
    }
}
