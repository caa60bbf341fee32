using System.Collections.Concurrent;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// Claude Code as a doctor, without a person at it: a headless session in a cage (<see cref="ClaudeCage"/>), in tmux so that the owner can
/// look on, one session for a whole incident. It never restarts the gateway and its word is never the verdict; its changes to the config are
/// taken back unless the gateway is found healthy. Facts about the CLI: version 2.1.330. With another <see cref="ClaudeCodeOptions.Cli"/> it is another agent as a
/// doctor, by the same rules.
/// </summary>
public sealed class ClaudeCodeDoctor(ClaudeCodeOptions options, TimeProvider time, ILogger<ClaudeCodeDoctor> log) : IDoctor
{
    /// <summary>Its name, in alerts and in the book.</summary>
    internal const string DoctorName = "claude-code";

    private readonly ConcurrentDictionary<string, Treatment> _treatments = new();

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public async Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        var treatment = await Enter(file.Incident, cancel);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, treatment.CalledOff.Token);
        try
        {
            var reply = await treatment.Ask(file, either.Token);
            log.LogInformation("Doctor {Doctor}, incident {Incident}, attempt {Attempt}: {Reply}", Name, file.Incident, file.Attempt, reply);
            return reply;
        }
        catch (Exception failed) when (IsItsOwnTrouble(failed))
        {
            // A full disk or a missing shell is this doctor's own trouble; the next one may do without.
            log.LogError(failed, "Doctor {Doctor} could not work on incident {Incident}", Name, file.Incident);
            return new DoctorReply.GaveUp(Redactor.Redact(PlainText.Line($"Its session could not be run: {failed.Message}")));
        }
        finally
        {
            treatment.Gate.Release();
        }
    }

    /// <inheritdoc/>
    public Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel) => Discharge(incident, verdict, keepsConfig: false, cancel);

    /// <summary>A case that is just being closed is opened again only when that is done.</summary>
    private async Task<Treatment> Enter(IncidentId incident, CancellationToken cancel)
    {
        while (true)
        {
            var treatment = Of(FolderOf(incident), incident);
            await treatment.Gate.WaitAsync(cancel);
            if (!treatment.CalledOff.IsCancellationRequested) return treatment;
            treatment.Gate.Release();
            await Task.Delay(options.PollInterval, time, cancel);
        }
    }

    private static bool IsItsOwnTrouble(Exception failed) =>
        failed is IOException or UnauthorizedAccessException or System.Text.Json.JsonException or CliWrap.Exceptions.CliWrapException or System.ComponentModel.Win32Exception;

    private IncidentFolder FolderOf(IncidentId incident) => options.FolderIn(new IncidentFolder(options.Home, incident).Root);

    private Treatment Of(IncidentFolder folder, IncidentId incident) => _treatments.GetOrAdd(incident.Value, _ => new Treatment(options, folder, time, log));

    /// <summary>Closes a case, with a word on whether the config is left as it is whatever the verdict.</summary>
    internal async Task<string> Discharge(IncidentId incident, Verdict verdict, bool keepsConfig, CancellationToken cancel)
    {
        var folder = FolderOf(incident);
        if (!_treatments.TryGetValue(incident.Value, out var treatment))
        {
            // After a restart of the daemon the folder is all that is left of a case, and its session may still run.
            if (!File.Exists(folder.Launch)) return $"{Name} was not called.";
            treatment = Of(folder, incident);
        }

        await treatment.CalledOff.CancelAsync();
        await treatment.Gate.WaitAsync(cancel);
        try
        {
            if (!File.Exists(folder.Launch)) return $"{Name} could not begin.";
            if (File.Exists(folder.Closed)) return await File.ReadAllTextAsync(folder.Closed, cancel);
            await treatment.TakeOver(cancel);
            return await treatment.Close(verdict, keepsConfig, cancel);
        }
        catch (Exception failed) when (IsItsOwnTrouble(failed))
        {
            log.LogError(failed, "Doctor {Doctor} could not close incident {Incident}", Name, incident);
            return Redactor.Redact(PlainText.Line($"{Name}: the case could not be closed properly ({failed.Message}); see {folder.Root}."));
        }
        finally
        {
            _treatments.TryRemove(incident.Value, out _);
            treatment.Gate.Release();
        }
    }

    /// <summary>The cases that an earlier daemon has left open on this state folder.</summary>
    internal async Task<IReadOnlyList<LeftCase>> Leftovers(CancellationToken cancel)
    {
        var left = new List<LeftCase>();
        var incidents = Path.Combine(options.Home, "incidents");
        foreach (var path in Directory.Exists(incidents) ? Directory.GetDirectories(incidents) : [])
        {
            var folder = options.FolderIn(path);
            if (File.Exists(folder.Launch) && !File.Exists(folder.Closed)) left.Add(await LeftCase.Look(folder, Path.GetFileName(path), cancel));
        }

        return left;
    }

    /// <summary>Ends the session of a case that an earlier daemon has left; the case stays open. Throws when the session may still run.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="isOurs">False: nobody knows whose gateway it is about, so no config is looked at.</param>
    /// <param name="cancel">Gives it up.</param>
    internal async Task EndLeftover(IncidentId incident, bool isOurs, CancellationToken cancel)
    {
        var treatment = await Enter(incident, cancel);
        try
        {
            await (isOurs ? treatment.TakeOver(cancel) : treatment.EndSession(null, cancel));
        }
        finally
        {
            treatment.Gate.Release();
        }
    }
}
