using System.Text.Json;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>A case that an earlier daemon has left open.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Incident">Its incident; null when the folder's name is no incident's, so that nothing in it is ours to end.</param>
/// <param name="Gateway">The name of its gateway, where that is on record.</param>
/// <param name="Trouble">Why it cannot be settled, one line; null when it can.</param>
internal sealed record LeftCase(string Folder, IncidentId? Incident, string? Gateway, string? Trouble)
{
    /// <summary>Looks at a folder. What is wrong with it is said, and never thrown.</summary>
    public static async Task<LeftCase> Look(IncidentFolder folder, string name, CancellationToken cancel)
    {
        if (!IncidentFolder.CanBeNamed(name)) return new LeftCase(folder.Root, null, null, "its name is no incident's");
        try
        {
            var record = await DoctorJson.Read(folder.Case, DoctorJson.Default.CaseRecord, cancel);
            return new LeftCase(folder.Root, new IncidentId(name), record?.Gateway, null);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return new LeftCase(folder.Root, new IncidentId(name), null, $"{Path.GetFileName(folder.Case)} cannot be read: {unreadable.Message}");
        }
    }
}
