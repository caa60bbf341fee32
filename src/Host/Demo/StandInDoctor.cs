using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Demo;

/// <summary>
/// A doctor that follows a script instead of thinking, so that the demo shows the whole of tier 3 without an account or a network: it reads the
/// config, first guesses wrong (it renames the unknown key), is told that this did not help, and then takes the key out. Like the real one it
/// keeps what it found before its first edit and puts that back when the verdict is bad.
/// </summary>
internal sealed class StandInDoctor(string configPath, TimeProvider time, TimeSpan thinking, Action<string> say) : IDoctor
{
    private const string WrongGuess = "gateways";

    private readonly Dictionary<IncidentId, string> _before = [];

    /// <summary>Whether the next treatment finds the account's quota used up.</summary>
    public bool OutOfQuota { get; set; }

    /// <inheritdoc/>
    public string Name => "stand-in-doctor";

    /// <inheritdoc/>
    public async Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        if (OutOfQuota)
        {
            say("cannot work: quota used up");
            return new DoctorReply.Unavailable(UnavailableKind.Quota, "the account's quota is used up");
        }

        say(file.FollowUp is null ? "reads the config" : "is told that it did not help, reads the config again");
        await Task.Delay(thinking, time, cancel);
        var text = await File.ReadAllTextAsync(configPath, cancel);
        _before.TryAdd(file.Incident, text);
        if (Mend(text, guess: file.FollowUp is null) is not var (mended, note)) return new DoctorReply.GaveUp("the config holds nothing I know how to mend");

        await OwnerOnly.Write(configPath, mended, cancel);
        say(note);
        return new DoctorReply.Claims(note);
    }

    /// <inheritdoc/>
    public async Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel)
    {
        if (!_before.Remove(incident, out var before)) return "nothing was changed";
        if (verdict == Verdict.Healed) return "the mended config stays";

        await OwnerOnly.Write(configPath, before, cancel);
        say("takes its edit back");
        return "the config is again what it was before the treatment";
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
