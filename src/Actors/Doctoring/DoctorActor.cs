using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Doctoring;

/// <summary>
/// Tier 3: asks the doctors of its chain, one after the other, until one has something to say. One treatment at a time.
/// A doctor that claims to be done keeps the case: it gets the follow-ups and, at the end, the verdict. The verdict on a case of an earlier life goes to
/// every doctor of the chain: each knows whether it was its own.
/// </summary>
public sealed class DoctorActor : UntypedActor, IWithTimers
{
    private const string Deadline = "deadline";
    private static readonly TimeSpan DischargeTimeout = TimeSpan.FromMinutes(1);

    private readonly GatewayId _gateway;
    private readonly IReadOnlyList<IDoctor> _doctors;
    private Case? _case;
    private IncidentId? _closed;
    private int _leaving;

    /// <summary>Creates the actor.</summary>
    public DoctorActor(GatewayId gateway, IReadOnlyList<IDoctor> doctors) => (_gateway, _doctors) = (gateway, doctors);

    private static ILoggingAdapter Log => Context.GetLogger();

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TreatGateway order:
                OnTreat(order);
                break;
            case Replied m when IsCurrent(m.Incident, m.Attempt, m.Doctor):
                OnReplied(m);
                break;
            case TimeOver m when IsCurrent(m.Incident, m.Attempt, _case?.Doctor ?? -1):
                End(RepairResult.TimedOut, "its time was over", _case!.Waits ? null : _doctors[_case.Doctor].Name);
                break;
            case Replied or TimeOver: // of a treatment that was given up
                break;
            case StandDown order:
                OnStandDown(order);
                break;
            case Discharged m:
                OnDischarged(m);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        if (_case is not { } open) return;
        // The treatment dies with its actor and is not run again; nobody else could tell the incident.
        if (open.Treatment is not null) Tell(open.Order, RepairResult.Interrupted, "the doctor's tier itself failed meanwhile");
        EndTreatment();
        Discharge(open, Verdict.CalledOff, ActorRefs.Nobody);
    }

    private bool IsCurrent(IncidentId incident, int attempt, int doctor) =>
        _case is { Treatment: not null } open && open.Order.Incident == incident && open.Order.Attempt == attempt && open.Doctor == doctor;

    private void OnTreat(TreatGateway order)
    {
        if (_case is { Treatment: not null } busy)
        {
            if (busy.Order.Attempt != order.Attempt || busy.Order.Incident != order.Incident) Tell(order, RepairResult.Failed, "another treatment is under way");
            return;
        }

        if (_case is { } old && old.Order.Incident != order.Incident)
        {
            Discharge(old, Verdict.CalledOff, Self);
            _case = null;
        }

        _closed = null;
        // What was found when the case was opened is what kind of outage it is, however often it is gone on with.
        var found = order.CaseFile.Kinds.Union(_case?.Order.CaseFile.Kinds ?? []);
        _case = new Case(order with { CaseFile = order.CaseFile with { Kinds = [.. found] } }, _case?.Doctor ?? 0, new CancellationTokenSource(), []);
        var left = order.Deadline - Context.Now();
        Timers.StartSingleTimer(Deadline, new TimeOver(order.Incident, order.Attempt), left > TimeSpan.Zero ? left : TimeSpan.Zero);
        AskWhenAllHaveLeft();
    }

    /// <summary>A doctor begins only when nobody has his hands on the config any more, be it to take an old mending back.</summary>
    private void AskWhenAllHaveLeft()
    {
        if (_leaving == 0) Ask();
        else _case = _case! with { Waits = true };
    }

    private void Ask()
    {
        EndTreatment();
        var open = _case! with { Waits = false };
        // What the owner has approved is one doctor's proposal: nobody else is asked.
        if (open.Order.CaseFile is { Approved: not null, ApprovedOf: { } author }) open = open with { Doctor = IndexOf(author) };
        if (open.Doctor >= _doctors.Count)
        {
            End(RepairResult.Unavailable, open.Absences.Count == 0 ? "no doctor is configured" : string.Join("; ", open.Absences), yourTurn: open.YourTurn);
            return;
        }

        var doctor = _doctors[open.Doctor];
        var treatment = new CancellationTokenSource();
        _case = open with { Treatment = treatment };
        Log.Info("{Doctor} treats {Gateway}, case {Incident}, order {Attempt}", doctor.Name, _gateway, open.Order.Incident, open.Order.Attempt);
        var (incident, attempt, index) = (open.Order.Incident, open.Order.Attempt, open.Doctor);
        doctor.Treat(open.Order.CaseFile, treatment.Token).PipeTo(
            Self,
            success: r => new Replied(incident, attempt, index, r),
            failure: e => new Replied(incident, attempt, index, new DoctorReply.GaveUp(e.Message)));
    }

    private int IndexOf(string doctor)
    {
        for (var index = 0; index < _doctors.Count; index++)
            if (_doctors[index].Name == doctor) return index;
        return _doctors.Count;
    }

    private void OnReplied(Replied replied)
    {
        var name = _doctors[replied.Doctor].Name;
        var approved = _case!.Order.CaseFile.Approved is not null;
        switch (replied.Reply)
        {
            case DoctorReply.Claims claims:
                End(RepairResult.Done, $"{name}: {claims.Note}", claims.Remedy is { } remedy ? $"{name}/{remedy}" : name, diff: claims.Diff);
                break;
            case DoctorReply.NeedsOwner needs:
                End(RepairResult.NeedsOwner, needs.Cause, name, needs.YourTurn);
                break;
            case DoctorReply.Proposes proposes:
                End(RepairResult.NeedsOwner, $"{name} proposes: {proposes.Plan}", name, proposal: new Proposal(name, proposes.Plan, proposes.Diff, proposes.Mark));
                break;
            case DoctorReply.PassesOn passes when approved:
                End(RepairResult.Failed, $"{name} could not carry out what was approved: {passes.Note}", name, passes.YourTurn);
                break;
            case DoctorReply.Unavailable absent when approved:
                End(RepairResult.Failed, $"{name} could not carry out what was approved ({absent.Kind.ToString().ToLowerInvariant()}): {absent.Note}", name);
                break;
            case DoctorReply.PassesOn passes:
                Log.Info("{Doctor} passes the case on: {Note}", name, passes.Note);
                Next(replied, $"{name}: {passes.Note}", passes.Findings, passes.YourTurn, passes.Kinds);
                break;
            case DoctorReply.GaveUp gaveUp:
                End(RepairResult.Failed, $"{name}: {gaveUp.Note}", name);
                break;
            case DoctorReply.Unavailable absent:
                var line = $"{name} is unavailable ({absent.Kind.ToString().ToLowerInvariant()}): {absent.Note}";
                Log.Warning("{Absence}", line);
                Next(replied, line, [], null, []);
                break;
        }
    }

    /// <summary>The next doctor's turn. Whoever leaves takes back what he has changed: two doctors' unproven changes on top of each other could not be told apart.</summary>
    private void Next(Replied replied, string line, IReadOnlyList<string> findings, string? yourTurn, IReadOnlyList<string> kinds)
    {
        EndTreatment();
        Discharge(_case!, Verdict.CalledOff, Self);
        var order = _case!.Order;
        var file = order.CaseFile with { Evidence = [.. order.CaseFile.Evidence, .. findings], Kinds = [.. order.CaseFile.Kinds.Union(kinds)] };
        _case = _case with
        {
            Order = order with { CaseFile = file },
            Doctor = replied.Doctor + 1,
            Treatment = new CancellationTokenSource(),
            Absences = [.. _case.Absences, line],
            YourTurn = yourTurn ?? _case.YourTurn,
        };
        AskWhenAllHaveLeft();
    }

    private void OnDischarged(Discharged discharged)
    {
        _leaving--;
        Log.Info("{Doctor} has closed case {Incident}: {Note}", discharged.Doctor, discharged.Incident, discharged.Note);
        if (_case is { Waits: true } && _leaving == 0) Ask();
    }

    private void End(RepairResult result, string note, string? by = null, string? yourTurn = null, Proposal? proposal = null, string? diff = null)
    {
        Timers.Cancel(Deadline);
        EndTreatment();
        Tell(_case!.Order, result, note, by, yourTurn, proposal, diff);
        _case = _case with { Waits = false };
        if (result == RepairResult.Unavailable) Close();
    }

    private void OnStandDown(StandDown order)
    {
        if (order.KeepsCase)
        {
            if (_case is not { Treatment: not null } cut || cut.Order.Incident != order.Incident) return;
            Timers.Cancel(Deadline);
            EndTreatment();
            _case = _case with { Waits = false };
            return;
        }

        if (_case is not { } open || open.Order.Incident != order.Incident)
        {
            // Of an earlier life of this actor or of the healer. Never under the hands of a doctor who is at work on another case.
            if (_case is { Treatment: not null } || _closed == order.Incident) return;
            _closed = order.Incident;
            for (var index = 0; index < _doctors.Count; index++) Discharge(index, order.Incident, order.Verdict, Self);
            return;
        }

        Timers.Cancel(Deadline);
        var wasAtWork = open.Treatment is not null;
        EndTreatment();
        // Whoever called it off still waits for the order's end.
        if (wasAtWork) Tell(open.Order, RepairResult.Interrupted, "called off");
        Discharge(open, order.Verdict, Self);
        Close();
    }

    private void Close()
    {
        _closed = _case!.Order.Incident;
        _case = null;
    }

    private void Discharge(Case open, Verdict verdict, IActorRef tellTo)
    {
        if (open.Doctor < _doctors.Count) Discharge(open.Doctor, open.Order.Incident, verdict, tellTo);
    }

    private void Discharge(int index, IncidentId incident, Verdict verdict, IActorRef tellTo)
    {
        _leaving++;
        var name = _doctors[index].Name;
        var limit = new Cancelable(Context.System.Scheduler, DischargeTimeout);
        _doctors[index].Discharge(incident, verdict, limit.Token).PipeTo(
            tellTo,
            success: note => new Discharged(name, incident, note),
            failure: e => new Discharged(name, incident, $"closing failed: {e.Message}"));
    }

    private void EndTreatment()
    {
        if (_case?.Treatment is not { } treatment) return;
        treatment.Cancel();
        treatment.Dispose();
        _case = _case with { Treatment = null };
    }

    private void Tell(TreatGateway order, RepairResult result, string note, string? by = null, string? yourTurn = null, Proposal? proposal = null, string? diff = null) =>
        Context.Parent.Tell(new RepairEnded(_gateway, Context.Now(), order.Incident, Tier.Doctor, order.Attempt, result, note) { By = by, YourTurn = yourTurn, Proposal = proposal, Diff = diff });

    /// <summary>The case in hand; <see cref="Treatment"/> is there while a doctor works or is waited for.</summary>
    private sealed record Case(TreatGateway Order, int Doctor, CancellationTokenSource? Treatment, IReadOnlyList<string> Absences)
    {
        /// <summary>Somebody is still leaving: the doctor whose turn it is has not been asked yet.</summary>
        public bool Waits { get; init; }

        /// <summary>What a human should do by those who passed the case on, in case nobody else can help.</summary>
        public string? YourTurn { get; init; }
    }

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Replied(IncidentId Incident, int Attempt, int Doctor, DoctorReply Reply) : IDeadLetterSuppression;

    private sealed record TimeOver(IncidentId Incident, int Attempt);

    private sealed record Discharged(string Doctor, IncidentId Incident, string Note) : IDeadLetterSuppression;
}
