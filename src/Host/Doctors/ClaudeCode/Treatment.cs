using System.Text;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.Agents;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Doctors.Records;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>One open case: its folder, its session while there is one, and the config as it was before.</summary>
internal sealed class Treatment(ClaudeCodeOptions options, IncidentFolder folder, TimeProvider time, ILogger log)
{
    private const int MostActions = 50;

    private readonly ConfigSnapshots _config = new(options.OpenClawConfig, folder.Root);
    private readonly ConfigProposal _proposal = new(options.OpenClawConfig, folder.Root);
    private readonly WorkCopy _copy = new(options.OpenClawConfig, folder);
    private ClaudeSession? _session;
    private SessionShell? _shell;
    private string? _id;

    /// <summary>One at a time: a discharge waits for the treatment that it has called off.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Calls the treatment off.</summary>
    public CancellationTokenSource CalledOff { get; } = new();

    /// <summary>Asks the doctor once and waits for the end of its turn. Whatever happens but a plain end of turn ends the session.</summary>
    public async Task<DoctorReply> Ask(CaseFile file, CancellationToken cancel)
    {
        if (file.Approved is { } mark) return await CarryOut(mark, file, cancel);
        if (file.Autonomy != Autonomy.Auto) await TakeBackWhatWasApproved(cancel);
        var clock = new TreatmentClock(options, file.Deadline, time);
        DoctorReply? reply = null;
        try
        {
            reply = await Turn(file, clock, cancel);
            return reply is DoctorReply.Claims claims ? claims with { Diff = ProposalText.Diff(await _config.DoctoredDiff(cancel)) } : reply;
        }
        finally
        {
            // A cancelled treatment must not be left running, so its end does not hear the cancellation.
            if (reply is not DoctorReply.Claims) await EndSession(clock, CancellationToken.None);
            if (_config.IsTaken) await _config.RememberDoctored(CancellationToken.None);
            await Note(null, null, CancellationToken.None);
        }
    }

    private async Task<DoctorReply> Turn(CaseFile file, TreatmentClock clock, CancellationToken cancel)
    {
        if (clock.Left <= TimeSpan.Zero) return new DoctorReply.GaveUp("There was no time left.");
        _config.ForgetDoctored();
        var goesOn = file.Autonomy == Autonomy.Auto && file.FollowUp is not null && _session is not null && await _session.Exit(cancel) is null;
        if (!goesOn && await Open(file, clock, cancel) is { } refusal) return refusal;
        if (!goesOn && options.Material is { } material) file = file with { Material = await material(file, cancel) };
        var text = goesOn ? ClaudePrompt.Next(file, folder, clock.ReportAt - time.GetUtcNow()) : ClaudePrompt.First(file, options, folder, clock.ReportAt - time.GetUtcNow());
        if (!goesOn) await PrivateFiles.Write(folder.Prompt, text, cancel);
        await _session!.Say(text, cancel);
        var reply = await new TurnWatch(_session, folder, clock, options, time, log).Watch(cancel);
        if (reply is not DoctorReply.Claims claims) return reply;
        if (options.Cli.WorksOnCopy && await BringHome(file.Autonomy, clock, cancel) is { } trouble) return new DoctorReply.GaveUp($"Its work was not taken over: {trouble}.");
        return file.Autonomy == Autonomy.Auto ? reply : await Propose(file, claims, clock, cancel);
    }

    /// <summary>The session's work as a proposal. What OpenClaw refuses is given back to it once; nobody can approve it.</summary>
    private async Task<DoctorReply> Propose(CaseFile file, DoctorReply.Claims claims, TreatmentClock clock, CancellationToken cancel)
    {
        var (asks, refusal) = (file.Autonomy == Autonomy.Ask, default(string));
        if (asks && options.Cli.IsConversation && !clock.ReportIsDue && (refusal = await _proposal.Refusal(options.OpenClaw, cancel)) is not null)
        {
            await _session!.Say(ClaudePermission.Refused(refusal, options, folder), cancel);
            var reply = await new TurnWatch(_session, folder, clock, options, time, log).Watch(cancel);
            if (reply is not DoctorReply.Claims again) return reply;
            claims = again;
        }

        await EndSession(clock, CancellationToken.None);
        var report = TreatmentReport.DoctorSections(Encoding.UTF8.GetString(await PrivateFiles.Read(folder.DoctorReport, cancel)));
        var plan = report.TryGetValue("solution", out var solution) ? solution : claims.Note;
        var diff = asks ? await _proposal.Diff(cancel) : "";
        if (diff.Length == 0) return ProposalText.Of(plan, "", null);
        refusal = await _proposal.Refusal(options.OpenClaw, cancel);
        return refusal is null
            ? ProposalText.Of(plan, diff, await _proposal.Mark(cancel))
            : ProposalText.Of($"{plan} (OpenClaw refuses the configuration that it has prepared: {refusal})", diff, null);
    }

    /// <summary>Puts in place what the owner has approved, if it is still exactly that. No session is needed for it.</summary>
    private async Task<DoctorReply> CarryOut(string mark, CaseFile file, CancellationToken cancel)
    {
        await EndSession(null, cancel);
        if (await _proposal.WhyVoid(mark, cancel) is { } why) return ProposalText.Void(why, file.Gateway.Value);
        File.Delete(folder.Closed);
        await _config.TakeAnew(cancel);
        // Before the deed: a daemon that dies right after it knows whose work it is.
        await _config.RememberDoctored(await _proposal.Content(cancel), cancel);
        await _proposal.PutInPlace(cancel);
        return new DoctorReply.Claims($"put the approved version of {options.OpenClawConfig} in place") { Diff = ProposalText.Diff(await _config.DoctoredDiff(cancel)) };
    }

    private async Task TakeBackWhatWasApproved(CancellationToken cancel)
    {
        if (!_config.IsTaken) return;
        log.LogInformation("{Note}", await _config.Restore(cancel));
        _config.PutAside();
    }

    // Only when nobody works on the copy any more: between the look at it and the reading of it there must be no hand left to change it.
    private async Task<string?> BringHome(Autonomy autonomy, TreatmentClock clock, CancellationToken cancel)
    {
        await EndSession(clock, CancellationToken.None);
        return autonomy switch
        {
            Autonomy.Auto => await _copy.BringHome(options.OpenClawConfig, cancel),
            Autonomy.Ask => await _copy.BringHome(_proposal.Copy, cancel),
            _ => await _copy.BringReport(cancel),
        };
    }

    private async Task<DoctorReply?> Open(CaseFile file, TreatmentClock clock, CancellationToken cancel)
    {
        if (ClaudeCommand.Find(options.Command, options.SearchPath) is not { } program)
            return new DoctorReply.Unavailable(UnavailableKind.Missing, $"{options.Command} is not installed (looked in {options.SearchPath}).");
        if (options.Cli.WhyNot(options) is { } refusal) return refusal;
        await EndSession(clock, cancel); // What an earlier daemon may have left behind.
        // Settled by a verdict since: what was before that treatment is not what is before this one.
        if (File.Exists(folder.Closed)) _config.PutAside();
        folder.Prepare();
        if (file.Autonomy == Autonomy.Auto) await _config.Take(cancel);
        else if (file.Autonomy == Autonomy.Ask) await _proposal.Begin(cancel);
        _shell = new SessionShell(options, folder, log);
        _session = new ClaudeSession(folder, time, options.Cli);
        _session.SkipThePast();
        // Before anything runs: a daemon that finds the folder must know whose it is.
        await RecordCase(file, cancel);
        await WriteOrders(program, file, clock, cancel);
        await _shell.Start(cancel);
        await RecordCase(file, cancel);
        // Before it can cost anything: a daemon that dies now has called it all the same.
        await Note(null, null, cancel);
        return options.Cli.ProvesCageFirst ? await WaitForCage(clock, cancel) : null;
    }

    private async Task WriteOrders(string program, CaseFile file, TreatmentClock clock, CancellationToken cancel)
    {
        if (options.Cli.WorksOnCopy) await _copy.Lay(cancel);
        var id = Guid.NewGuid();
        _id = id.ToString();
        var allowed = options with { MaxBudgetUsd = Math.Max(0.01m, Math.Min(options.MaxBudgetUsd, file.BudgetUsd ?? options.MaxBudgetUsd)) };
        var launch = await options.Cli.Prepare(new AgentOrder(program, allowed, folder, file.Autonomy, id, clock.Stall), cancel);
        var order = new LaunchOrder(launch.Command, launch.Environment, folder.Work, file.Deadline, Detached: _shell!.Tmux is null) { Cli = options.Cli.Name };
        await DoctorJson.Write(folder.Launch, order, DoctorJson.Default.LaunchOrder, cancel);
    }

    private async Task RecordCase(CaseFile file, CancellationToken cancel)
    {
        var first = await DoctorJson.ReadIfWhole(folder.Case, DoctorJson.Default.CaseRecord, cancel);
        var record = new CaseRecord(
            file.Gateway.Value, file.Incident.Value, file.Symptom, file.Evidence, file.History, file.OpenedAt, first?.TreatedAt ?? time.GetUtcNow(), _shell!.Description)
        {
            Signature = first is { Signature.Length: > 0 } ? first.Signature : CaseSignature.Of(file),
            Session = _id ?? first?.Session,
        };
        await DoctorJson.Write(folder.Case, record, DoctorJson.Default.CaseRecord, cancel);
    }

    /// <summary>Tells the book what the treatment has come to so far.</summary>
    private async Task Note(bool? healed, DateTimeOffset? ended, CancellationToken cancel)
    {
        if (options.Book is not { } book || await DoctorJson.ReadIfWhole(folder.Case, DoctorJson.Default.CaseRecord, cancel) is not { } about) return;
        var record = await TreatmentRecord.Read(folder, cancel);
        await book.Note(
            new TreatmentEntry(about.Gateway, about.Incident, options.Name, about.Signature, about.TreatedAt)
            {
                EndedAt = ended,
                Session = about.Session,
                // Somebody else's price list says nothing about a model of one's own.
                CostUsd = options.IsPriced ? record.CostUsd : 0,
                Turns = record.Turns,
                ToolCalls = record.Calls.Count,
                Denials = record.Denials,
                Healed = healed,
                Actions = [.. record.Calls.Where(static call => call.StartsWith("ok - ", StringComparison.Ordinal) && !call.StartsWith("ok - Read", StringComparison.Ordinal)).Take(MostActions)],
                Diff = ProposalText.Diff(await _config.DoctoredDiff(cancel)),
            }, cancel);
    }

    // The start hook runs before the first message is read: nothing is said to a session that has not shown that it knows our rules.
    private async Task<DoctorReply?> WaitForCage(TreatmentClock clock, CancellationToken cancel)
    {
        var (since, warned) = (time.GetUtcNow(), false);
        while (!File.Exists(folder.CageProof))
        {
            if (await _session!.Exit(cancel) is { } exit) return options.Cli.Died(exit, await Errors(cancel));
            var waited = time.GetUtcNow() - since;
            if (!warned && waited >= options.TrustTimeout)
            {
                warned = true;
                log.LogWarning("The doctor's session has not proven its cage for {Waited}; it gets until {Limit}", waited, options.TrustTimeout * 6);
            }

            if (waited >= options.TrustTimeout * 6 || clock.EndIsDue)
                return new DoctorReply.Unavailable(UnavailableKind.UnsafeSession, "The session did not prove that it had read our rules, and was told nothing.");
            await Task.Delay(options.PollInterval, time, cancel);
        }

        clock.Heard();
        return null;
    }

    private async Task<string> Errors(CancellationToken cancel) => System.Text.Encoding.UTF8.GetString(await PrivateFiles.Read(folder.Errors, cancel));

    /// <summary>Ends the session and everything below it, and takes the key away.</summary>
    public async Task EndSession(TreatmentClock? clock, CancellationToken cancel)
    {
        await (_session ?? new ClaudeSession(folder, time, options.Cli)).End(clock?.LeaveGrace ?? options.LeaveGrace, clock?.TerminateGrace ?? options.TerminateGrace, cancel);
        await (_shell ?? new SessionShell(options, folder, log)).Stop(cancel);
        folder.ForgetKey();
        (_session, _shell) = (null, null);
    }

    /// <summary>Ends the session, also one that an earlier daemon has left, and takes note of what it made of the config.</summary>
    public async Task TakeOver(CancellationToken cancel)
    {
        await EndSession(null, cancel);
        var lastSign = File.Exists(folder.Events) ? File.GetLastWriteTimeUtc(folder.Events) : DateTime.MinValue;
        var exit = await DoctorJson.ReadIfWhole(folder.Exit, DoctorJson.Default.RunnerExit, cancel);
        await _config.Adopt(exit?.At ?? new DateTimeOffset(lastSign, TimeSpan.Zero), cancel);
    }

    /// <summary>Settles the config by the verdict and publishes the report. Returns one line for people.</summary>
    public async Task<string> Close(Verdict verdict, bool keepsConfig, CancellationToken cancel)
    {
        var diff = await _config.DoctoredDiff(cancel);
        if (verdict == Verdict.Healed && diff.Length > 0) await _config.Keep(cancel);
        var note = verdict == Verdict.Healed ? Kept(diff) : keepsConfig ? _config.LeaveAlone() : await _config.Restore(cancel);
        var about = await DoctorJson.ReadIfWhole(folder.Case, DoctorJson.Default.CaseRecord, cancel)
            ?? new CaseRecord("unknown", Path.GetFileName(folder.Root), "unknown", [], [], time.GetUtcNow(), time.GetUtcNow(), "never started");
        var report = await TreatmentReport.Publish(folder, options.MemoryFolder, about, verdict, diff, note, time.LocalTimeZone, time.GetUtcNow(), cancel);
        var line = $"{note} Report: {report}";
        if (verdict == Verdict.Healed) await Learn(about, cancel);
        await Note(verdict switch { Verdict.Healed => true, Verdict.NotHealed => false, _ => null }, time.GetUtcNow(), cancel);
        await PrivateFiles.Write(folder.Closed, line, cancel);
        return line;
    }

    private async Task Learn(CaseRecord about, CancellationToken cancel)
    {
        var own = TreatmentReport.DoctorSections(Encoding.UTF8.GetString(await PrivateFiles.Read(folder.DoctorReport, cancel)));
        await RecoveryLearnings.Add(
            options.MemoryFolder, TimeZoneInfo.ConvertTime(time.GetUtcNow(), time.LocalTimeZone), about.Incident,
            [
                ("Symptom", own.GetValueOrDefault("symptom") ?? about.Symptom), ("Root Cause", own.GetValueOrDefault("root cause") ?? "The doctor did not state one."),
                ("Solution", own.GetValueOrDefault("solution") ?? "See the report."), ("Prevention", own.GetValueOrDefault("prevention") ?? "The doctor did not state any."),
            ], cancel);
    }

    private string Kept(string diff) =>
        diff.Length == 0 ? "The configuration was not changed."
        : $"{options.OpenClawConfig} was changed ({diff.Split('\n').Skip(2).Count(static l => l.StartsWith('+'))} lines added, {diff.Split('\n').Skip(2).Count(static l => l.StartsWith('-'))} removed).";
}
