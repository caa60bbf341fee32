using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Demo;

/// <summary>
/// A doctor that follows a script instead of thinking, so that the demo shows the whole of tier 3 without an account or a network: it reads the
/// config, first guesses wrong (it renames the unknown key), is told that this did not help, and then takes the key out. Like the real one it
/// keeps what it found before its first edit and puts that back when the verdict is bad.
/// </summary>
internal sealed class StandInDoctor(string configPath, string folder, TimeProvider time, TimeSpan thinking, Action<string> say) : IDoctor
{
    private const string WrongGuess = "gateways";

    /// <summary>Whether the next treatment finds the account's quota used up.</summary>
    public bool OutOfQuota { get; set; }

    /// <inheritdoc/>
    public string Name => "stand-in-doctor";

    /// <inheritdoc/>
    public async Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        await Task.Delay(thinking / 2, time, cancel);
        if (OutOfQuota)
        {
            say("cannot work: quota used up");
            return new DoctorReply.Unavailable(UnavailableKind.Quota, "the account's quota is used up");
        }

        say(file.FollowUp is null ? "reads the config" : "hears that it did not help, reads the config again");
        await Task.Delay(thinking / 2, time, cancel);
        var snapshot = Snapshot(file.Incident);
        await snapshot.Take(cancel);
        if (Mend(await File.ReadAllTextAsync(configPath, cancel), guess: file.FollowUp is null) is not var (mended, note))
            return new DoctorReply.GaveUp("the config holds nothing I know how to mend");

        await PrivateFiles.Write(configPath, mended, cancel);
        await snapshot.RememberDoctored(cancel);
        say(note);
        return new DoctorReply.Claims(note);
    }

    /// <inheritdoc/>
    public Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel) =>
        verdict == Verdict.Healed ? Task.FromResult("the mended config stays") : Snapshot(incident).Restore(cancel);

    private ConfigSnapshot Snapshot(IncidentId incident)
    {
        var own = Path.Combine(folder, incident.Value);
        PrivateFiles.Folder(own);
        return new ConfigSnapshot(configPath, own);
    }

    private static (string Text, string Note)? Mend(string text, bool guess)
    {
        JsonObject? root;
        try
        {
            root = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }

        if (root is null) return null;
        if (guess && root.Remove(DemoConfigFile.Typo, out var section))
        {
            root[WrongGuess] = section;
            return (root.ToJsonString(), $"renamed the key \"{DemoConfigFile.Typo}\" to \"{WrongGuess}\"");
        }

        return root.Remove(WrongGuess) | root.Remove(DemoConfigFile.Typo)
            ? (root.ToJsonString(), $"removed the unknown key \"{WrongGuess}\"")
            : null;
    }
}
