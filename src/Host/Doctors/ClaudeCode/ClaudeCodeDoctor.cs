using System.Collections.Concurrent;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// Claude Code as a doctor, without a person at it: a headless session in a cage (<see cref="ClaudeCage"/>), in tmux so that the owner can
/// look on, one session for a whole incident. It never restarts the gateway and its word is never the verdict; its changes to the config are
/// taken back unless the gateway is found healthy. Facts about the CLI: version 2.1.330.
/// </summary>
public sealed class ClaudeCodeDoctor(ClaudeCodeOptions options, TimeProvider time, ILogger<ClaudeCodeDoctor> log) : IDoctor
{
    private readonly ConcurrentDictionary<string, Treatment> _treatments = new();

    /// <inheritdoc/>
    public string Name => "claude-code";

    /// <inheritdoc/>
    public async Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        var treatment = _treatments.GetOrAdd(file.Incident.Value, _ => new Treatment(options, new IncidentFolder(options.Home, file.Incident), time, log));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, treatment.CalledOff.Token);
        await treatment.Gate.WaitAsync(either.Token);
        try
        {
            var reply = await treatment.Ask(file, either.Token);
            log.LogInformation("Doctor {Doctor}, incident {Incident}, attempt {Attempt}: {Reply}", Name, file.Incident, file.Attempt, reply);
            return reply;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or CliWrap.Exceptions.CliWrapException or System.ComponentModel.Win32Exception)
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

    private async Task<string> Discharge(IncidentId incident, Verdict verdict, bool keepsConfig, CancellationToken cancel)
    {
        var folder = new IncidentFolder(options.Home, incident);
        if (!_treatments.TryGetValue(incident.Value, out var treatment))
        {
            // After a restart of the daemon the folder is all that is left of a case, and its session may still run.
            if (!File.Exists(folder.Launch)) return $"{Name} was not called.";
            treatment = _treatments.GetOrAdd(incident.Value, _ => new Treatment(options, folder, time, log));
        }

        await treatment.CalledOff.CancelAsync();
        await treatment.Gate.WaitAsync(cancel);
        try
        {
            if (!File.Exists(folder.Launch)) return $"{Name} could not begin.";
            if (File.Exists(folder.Closed)) return await File.ReadAllTextAsync(folder.Closed, cancel);
            await treatment.EndSession(null, cancel);
            return await treatment.Close(verdict, keepsConfig, cancel);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            log.LogError(failed, "Doctor {Doctor} could not close incident {Incident}", Name, incident);
            return Redactor.Redact(PlainText.Line($"{Name}: the case could not be closed properly ({failed.Message}); see {folder.Root}."));
        }
        finally
        {
            treatment.Gate.Release();
            _treatments.TryRemove(incident.Value, out _);
        }
    }

    /// <summary>
    /// Closes the cases that an earlier daemon could not close: their sessions are ended. The config is left as it is: nobody knows whose hand
    /// was on it since, and the gateway may be serving with it. A line for each, for people.
    /// </summary>
    public async Task<IReadOnlyList<string>> DischargeLeftovers(CancellationToken cancel)
    {
        var lines = new List<string>();
        var incidents = Path.Combine(options.Home, "incidents");
        foreach (var path in Directory.Exists(incidents) ? Directory.GetDirectories(incidents) : [])
        {
            var folder = new IncidentFolder(path);
            if (File.Exists(folder.Launch) && !File.Exists(folder.Closed))
                lines.Add(await Discharge(new IncidentId(Path.GetFileName(path)), Verdict.CalledOff, keepsConfig: true, cancel));
        }

        return lines;
    }
}
