using System.Collections.Concurrent;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Doctors.Chat;

/// <summary>
/// Any model behind an OpenAI-compatible chat API as a doctor that may only choose: it reads the case and what was found, and names one of the playbook's remedies.
/// What it names is applied, kept and taken back by the playbook's own hand, so that the worst it can do is to choose a wrong one of what the owner has set to auto.
/// </summary>
public sealed class ChatDoctor : IDoctor
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();
    private readonly ChatOptions _options;
    private readonly PlaybookParts _parts;
    private readonly PlaybookOptions _playbook;
    private readonly ChatApi _api;
    private readonly TimeProvider _time;
    private readonly ILogger<ChatDoctor> _log;

    /// <summary>Creates the doctor.</summary>
    /// <param name="options">How the model is asked.</param>
    /// <param name="parts">The remedies, and what they work on.</param>
    /// <param name="playbook">Where changes and reports are kept; its name and numbers become this doctor's.</param>
    /// <param name="clients">Makes the HTTP client; see <see cref="ChatRegistration"/>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    public ChatDoctor(ChatOptions options, PlaybookParts parts, PlaybookOptions playbook, IHttpClientFactory clients, TimeProvider time, ILogger<ChatDoctor> log)
    {
        (_options, _parts, _time, _log) = (options, parts, time, log);
        _playbook = playbook with { Name = Configuration.DoctorNames.Chat, FirstNumber = 101 };
        _api = new ChatApi(clients, options.Settings, time);
    }

    /// <inheritdoc/>
    public string Name => _playbook.Name;

    /// <inheritdoc/>
    public async Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        var gate = Gate(file.Incident);
        await gate.WaitAsync(cancel);
        try
        {
            var reply = await new ChatTreatment(_api, _options, _parts, _playbook, _time, _log).Run(file, cancel);
            _log.LogInformation("Doctor {Doctor}, incident {Incident}, attempt {Attempt}: {Reply}", Name, file.Incident, file.Attempt, reply);
            return reply;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            _log.LogError(failed, "Doctor {Doctor} could not work on incident {Incident}", Name, file.Incident);
            return new DoctorReply.PassesOn(Redactor.Redact(PlainText.Line($"it could not work: {failed.Message}")), []);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel)
    {
        var folder = new PlaybookFolder(_playbook.Home, incident, Name);
        if (!folder.Exists) return $"{Name} was not called.";
        var gate = Gate(incident);
        await gate.WaitAsync(cancel);
        try
        {
            if (folder.Closed is { } closed) return closed;
            var line = await new PlaybookClosing(_parts, _playbook, _time, _log).Run(folder, incident, verdict, cancel);
            await Settle(folder, incident, verdict, cancel);
            return line;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            _log.LogError(failed, "Doctor {Doctor} could not close incident {Incident}", Name, incident);
            return Redactor.Redact(PlainText.Line($"{Name}: the case could not be closed properly ({failed.Message}); see {folder.Root}."));
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task Settle(PlaybookFolder folder, IncidentId incident, Verdict verdict, CancellationToken cancel)
    {
        if (await folder.Read(cancel) is not { } about || await ChatAccount.Find(_options, incident.Value, about.TreatedAt, cancel) is not { } entry) return;
        var kept = (await folder.Changes(cancel)).Where(static c => c.Record.State == ChangeState.Kept).ToArray();
        await _options.Book.Note(
            entry with
            {
                EndedAt = _time.GetUtcNow(),
                Healed = verdict == Verdict.CalledOff ? null : verdict == Verdict.Healed,
                Actions = [.. kept.Select(static c => Redactor.Redact(PlainText.Line($"ok - remedy {c.Record.Remedy}: {c.Record.Summary}", 500)))],
                Diff = kept.Length == 0 ? "" : ProposalText.Diff(await kept[^1].Diff(cancel)),
            },
            cancel);
    }

    private SemaphoreSlim Gate(IncidentId incident) => _gates.GetOrAdd(incident.Value, static _ => new SemaphoreSlim(1, 1));
}
