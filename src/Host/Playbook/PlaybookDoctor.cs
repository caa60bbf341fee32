using System.Collections.Concurrent;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook;

/// <summary>
/// The doctor that needs no AI: looks, compares with the catalogue of known failures, applies one remedy as a transaction, and lets the supervisor prove it.
/// What did not help is taken back before the next one is tried. It keeps nothing in memory that its folder does not have.
/// </summary>
public sealed class PlaybookDoctor(PlaybookParts parts, PlaybookOptions options, TimeProvider time, ILogger<PlaybookDoctor> log) : IDoctor
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public async Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        var gate = Gate(file.Incident);
        await gate.WaitAsync(cancel);
        try
        {
            var reply = await new PlaybookTreatment(parts, options, time, log).Run(file, cancel);
            log.LogInformation("Doctor {Doctor}, incident {Incident}, attempt {Attempt}: {Reply}", Name, file.Incident, file.Attempt, reply);
            return reply;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // A full disk or a folder that is not ours is this doctor's own trouble; the next one may do without.
            log.LogError(failed, "Doctor {Doctor} could not work on incident {Incident}", Name, file.Incident);
            return new DoctorReply.PassesOn(Redactor.Redact(PlainText.Line($"the playbook could not work: {failed.Message}")), []);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel)
    {
        var folder = new PlaybookFolder(options.Home, incident, options.Name);
        if (!folder.Exists) return $"{Name} was not called.";
        var gate = Gate(incident);
        await gate.WaitAsync(cancel);
        try
        {
            return folder.Closed ?? await new PlaybookClosing(parts, options, time, log).Run(folder, incident, verdict, cancel);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            log.LogError(failed, "Doctor {Doctor} could not close incident {Incident}", Name, incident);
            return Redactor.Redact(PlainText.Line($"{Name}: the case could not be closed properly ({failed.Message}); see {folder.Root}."));
        }
        finally
        {
            gate.Release();
        }
    }

    private SemaphoreSlim Gate(IncidentId incident) => _gates.GetOrAdd(incident.Value, static _ => new SemaphoreSlim(1, 1));
}

/// <summary>What the playbook works with.</summary>
/// <param name="Diagnose">Looks at the gateway; true asks the slow collectors too.</param>
/// <param name="Catalogue">What is known about failures.</param>
/// <param name="Remedies">What can be done.</param>
/// <param name="Record">How remedies have done here.</param>
/// <param name="Policy">What the owner allows.</param>
/// <param name="Patient">The gateway.</param>
public sealed record PlaybookParts(
    Func<bool, CancellationToken, Task<Diagnosis>> Diagnose, ICatalogue Catalogue, IReadOnlyList<IRemedy> Remedies, IRemedyRecord Record, RemedyPolicy Policy, Patient Patient)
{
    /// <summary>What is allowed to a remedy: the owner's word, or what it was shipped with.</summary>
    public RemedySwitch SwitchOf(IRemedy remedy) => Policy.Of(remedy.Name);

    /// <summary>After files were put back: has the manager read its job again when it was among them.</summary>
    internal async Task AfterUndo(Transaction change, Func<CancellationToken, Task>? own, CancellationToken cancel)
    {
        if (own is not null) await own(cancel);
        else if (Patient.Job.File is { } job && change.Record.Touches.Any(t => t == job || (Patient.Job.DropIns is { } dropIns && t.StartsWith(dropIns, StringComparison.Ordinal))))
            await new JobHand().Reload(Patient, cancel);
    }
}
