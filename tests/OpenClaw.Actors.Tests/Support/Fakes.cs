using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>A call of a port that a spec answers when it likes. Continuations run inline, so that its answer is in a mailbox when the call returns.</summary>
public sealed class Call<T>
{
    private readonly TaskCompletionSource<T> _source = new();
    private volatile bool _cancelled;

    /// <summary>A call whose caller may give it up; then its task is cancelled, unless the port does not obey.</summary>
    public Call(bool obeys, CancellationToken cancel) => cancel.Register(() =>
    {
        _cancelled = true;
        if (obeys) _source.TrySetCanceled(CancellationToken.None);
    });

    /// <summary>The port's task.</summary>
    public Task<T> Task => _source.Task;

    /// <summary>The caller gave it up.</summary>
    public bool IsCancelled => _cancelled;

    /// <summary>Answers.</summary>
    public void Answer(T value) => _source.TrySetResult(value);

    /// <summary>Fails.</summary>
    public void Fail(Exception e) => _source.TrySetException(e);
}

/// <summary>A process whose every call waits for the spec.</summary>
public sealed class ScriptedProcess : IGatewayProcess
{
    private readonly List<Call<ProcessState>> _looks = [];
    private readonly List<(ProcessIdentity Process, Call<ProcessExit> Call)> _vigils = [];
    private readonly List<(RestartKind Kind, Call<RestartOutcome> Call)> _restarts = [];

    /// <summary>A call that is given up ends at once; switched off it ends when the spec answers it.</summary>
    public bool ObeysCancel { get; set; } = true;

    /// <summary>The looks so far.</summary>
    public IReadOnlyList<Call<ProcessState>> Looks { get { lock (_looks) return [.. _looks]; } }

    /// <summary>The vigils so far.</summary>
    public IReadOnlyList<(ProcessIdentity Process, Call<ProcessExit> Call)> Vigils { get { lock (_looks) return [.. _vigils]; } }

    /// <summary>The restarts so far.</summary>
    public IReadOnlyList<(RestartKind Kind, Call<RestartOutcome> Call)> Restarts { get { lock (_looks) return [.. _restarts]; } }

    /// <summary>Answers every look at once with this, when set.</summary>
    public ProcessState? Standing { get; set; }

    /// <inheritdoc/>
    public string Manager => "scripted";

    /// <inheritdoc/>
    public Task<ProcessState> Look(CancellationToken cancel)
    {
        var call = new Call<ProcessState>(ObeysCancel, cancel);
        lock (_looks) _looks.Add(call);
        if (Standing is { } standing) call.Answer(standing);
        return call.Task;
    }

    /// <inheritdoc/>
    public Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel)
    {
        var call = new Call<ProcessExit>(ObeysCancel, cancel);
        lock (_looks) _vigils.Add((process, call));
        return call.Task;
    }

    /// <inheritdoc/>
    public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel)
    {
        var call = new Call<RestartOutcome>(ObeysCancel, cancel);
        lock (_looks) _restarts.Add((kind, call));
        return call.Task;
    }
}

/// <summary>A probe whose every look waits for the spec.</summary>
public sealed class ScriptedProbe : IHealthProbe
{
    private readonly List<Call<HttpAnswer>> _looks = [];

    /// <summary>A call that is given up ends at once; switched off it ends when the spec answers it.</summary>
    public bool ObeysCancel { get; set; } = true;

    /// <summary>The looks so far.</summary>
    public IReadOnlyList<Call<HttpAnswer>> Looks { get { lock (_looks) return [.. _looks]; } }

    /// <inheritdoc/>
    public Task<HttpAnswer> Look(CancellationToken cancel)
    {
        var call = new Call<HttpAnswer>(ObeysCancel, cancel);
        lock (_looks) _looks.Add(call);
        return call.Task;
    }
}

/// <summary>A doctor whose every treatment waits for the spec, or answers with <see cref="Reply"/>.</summary>
public sealed class ScriptedDoctor(string name) : IDoctor
{
    private readonly List<(CaseFile File, Call<DoctorReply> Call)> _treatments = [];
    private readonly List<(IncidentId Incident, Verdict Verdict)> _discharges = [];

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <summary>A call that is given up ends at once; switched off it ends when the spec answers it.</summary>
    public bool ObeysCancel { get; set; } = true;

    /// <summary>Its answer to every treatment, when set.</summary>
    public Func<CaseFile, DoctorReply>? Reply { get; set; }

    /// <summary>What its leaving waits for, when set.</summary>
    public Task? Leaves { get; set; }

    /// <summary>Its leaving does not hear that its time is over.</summary>
    public bool LeavesInItsOwnTime { get; set; }

    /// <summary>The treatments so far.</summary>
    public IReadOnlyList<(CaseFile File, Call<DoctorReply> Call)> Treatments { get { lock (_treatments) return [.. _treatments]; } }

    /// <summary>The discharges so far.</summary>
    public IReadOnlyList<(IncidentId Incident, Verdict Verdict)> Discharges { get { lock (_treatments) return [.. _discharges]; } }

    /// <inheritdoc/>
    public Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        var call = new Call<DoctorReply>(ObeysCancel, cancel);
        lock (_treatments) _treatments.Add((file, call));
        if (Reply is { } reply) call.Answer(reply(file));
        return call.Task;
    }

    /// <inheritdoc/>
    public async Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel)
    {
        lock (_treatments) _discharges.Add((incident, verdict));
        if (Leaves is { } leaves) await leaves.WaitAsync(LeavesInItsOwnTime ? CancellationToken.None : cancel);
        return $"{Name} closed {incident}";
    }
}

/// <summary>A channel that delivers at once, or as the spec says.</summary>
public sealed class ScriptedNotifier(string name, Severity floor = Severity.Info) : INotifier
{
    private readonly List<(Announcement News, Call<Delivery> Call)> _tries = [];

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public Severity Floor { get; } = floor;

    /// <inheritdoc/>
    public bool Groups { get; init; } = true;

    /// <inheritdoc/>
    public bool Edits { get; init; }

    /// <summary>A call that is given up ends at once; switched off it ends when the spec answers it.</summary>
    public bool ObeysCancel { get; set; } = true;

    /// <summary>What the remote side does; null leaves the try open until the spec answers.</summary>
    public Func<Announcement, Delivery?> Remote { get; set; } = static _ => new Delivery.Delivered();

    /// <summary>All tries so far.</summary>
    public IReadOnlyList<(Announcement News, Call<Delivery> Call)> Tries { get { lock (_tries) return [.. _tries]; } }

    /// <summary>What was delivered, in order.</summary>
    public IReadOnlyList<Announcement> Told => [.. Tries.Where(t => t.Call.Task.IsCompletedSuccessfully && t.Call.Task.GetAwaiter().GetResult() is Delivery.Delivered).Select(t => t.News)];

    /// <inheritdoc/>
    public Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
    {
        var call = new Call<Delivery>(ObeysCancel, cancel);
        lock (_tries) _tries.Add((announcement, call));
        if (Remote(announcement) is { } delivery) call.Answer(delivery);
        return call.Task;
    }
}

/// <summary>A book in memory with switches for what can go wrong with a real one.</summary>
public sealed class FailableJournal : IIncidentJournal
{
    private readonly List<(GatewayId Gateway, IncidentEvent Event)> _book = [];
    private readonly List<Call<bool>> _held = [];
    private readonly List<Announcement> _news = [];

    /// <summary>What a try to read or write comes to.</summary>
    public enum Mood
    {
        /// <summary>It works.</summary>
        Works,

        /// <summary>It fails with an exception.</summary>
        Fails,

        /// <summary>It does not come back until it is released.</summary>
        Hangs,
    }

    /// <summary>What it tells of itself when it is read.</summary>
    public string? Trouble { get; set; }

    /// <summary>It writes, and its answer is lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>For reading.</summary>
    public Mood Reading { get; set; }

    /// <summary>For writing.</summary>
    public Mood Writing { get; set; }

    /// <summary>All events of all gateways, oldest first.</summary>
    public IReadOnlyList<IncidentEvent> Events { get { lock (_book) return [.. _book.Select(b => b.Event)]; } }

    /// <summary>The news that was kept with the events.</summary>
    public IReadOnlyList<Announcement> News { get { lock (_book) return [.. _news]; } }

    /// <summary>Writes and reads that hang.</summary>
    public IReadOnlyList<Call<bool>> Held { get { lock (_book) return [.. _held]; } }

    /// <summary>How often something was read.</summary>
    public int Loads { get; private set; }

    /// <summary>The events of one gateway.</summary>
    public IReadOnlyList<IncidentEvent> Of(GatewayId gateway)
    {
        lock (_book) return [.. _book.Where(b => b.Gateway == gateway).Select(b => b.Event)];
    }

    /// <summary>What is in the book before the healer starts.</summary>
    public void Seed(GatewayId gateway, IEnumerable<IncidentEvent> events)
    {
        lock (_book) _book.AddRange(events.Select(e => (gateway, e)));
    }

    /// <inheritdoc/>
    public async Task<BookContent> Load(GatewayId gateway, CancellationToken cancel)
    {
        Loads++;
        await Pass(Reading, cancel);
        return new BookContent(Of(gateway), Trouble);
    }

    /// <inheritdoc/>
    public async Task<string?> Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events, IReadOnlyList<Announcement> news, CancellationToken cancel)
    {
        await Pass(Writing, cancel);
        lock (_book)
        {
            var known = _book.Select(static b => (b.Event.Incident, b.Event.Number)).ToHashSet();
            _book.AddRange(events.Where(e => known.Add((e.Incident, e.Number))).Select(e => (gateway, e)));
            _news.AddRange(news.Where(n => _news.TrueForAll(k => k.Key != n.Key)));
        }

        return LosesAnswers ? throw new IOException("the answer was lost") : null;
    }

    private async Task Pass(Mood mood, CancellationToken cancel)
    {
        if (mood == Mood.Works) return;
        if (mood == Mood.Fails) throw new IOException("No space left on device");
        var call = new Call<bool>(obeys: true, cancel);
        lock (_book) _held.Add(call);
        await call.Task;
    }
}

/// <summary>A ledger's keeper that forgets nothing while the spec lives.</summary>
public sealed class RememberedLedger : IRestartLedgerStore
{
    private volatile RestartLedger? _saved;

    /// <summary>What was kept last.</summary>
    public RestartLedger? Saved => _saved;

    /// <summary>Thrown by every load and save, when set.</summary>
    public Exception? Fault { get; set; }

    /// <summary>It can be written and not read.</summary>
    public bool FailsReading { get; set; }

    /// <summary>How often something was to be kept.</summary>
    public int Saves { get; private set; }

    /// <inheritdoc/>
    public Task<RestartLedger?> Load(GatewayId gateway, CancellationToken cancel) => (Fault ?? (FailsReading ? new IOException("it cannot be read") : null)) is { } fault ? Task.FromException<RestartLedger?>(fault) : Task.FromResult(_saved);

    /// <inheritdoc/>
    public Task Save(GatewayId gateway, RestartLedger ledger, CancellationToken cancel)
    {
        Saves++;
        if (Fault is { } fault) return Task.FromException(fault);
        _saved = ledger;
        return Task.CompletedTask;
    }
}

/// <summary>Causes that change when the spec says so.</summary>
public sealed class SimulatedCauses : ICauseWatch
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource<string>> _waiting = [];

    /// <summary>Something has changed.</summary>
    public void Change(string what)
    {
        TaskCompletionSource<string>[] waiting;
        lock (_gate)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var one in waiting) one.TrySetResult(what);
    }

    /// <inheritdoc/>
    public Task<string> WaitForChange(CancellationToken cancel)
    {
        var waiting = new TaskCompletionSource<string>();
        cancel.Register(() => waiting.TrySetCanceled(CancellationToken.None));
        lock (_gate) _waiting.Add(waiting);
        return waiting.Task;
    }
}
