using System.Globalization;
using System.Text.Json;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Playbook.Transactions;

/// <summary>What the playbook keeps of one incident: <c>HOME/incidents/ID/playbook</c> (<c>chat</c> for a model that chooses among its remedies), with a folder for each change. All that is left of a case when the daemon dies.</summary>
internal sealed class PlaybookFolder
{
    private const string Case = "case.json";
    private const string ClosedName = "closed.txt";

    /// <summary>The folder, which need not exist.</summary>
    /// <exception cref="ArgumentException">The incident's id is no plain folder name.</exception>
    public PlaybookFolder(string home, IncidentId incident, string name = "playbook") => Root = Path.Combine(new IncidentFolder(home, incident).Root, name);

    /// <summary>The folder itself.</summary>
    public string Root { get; }

    /// <summary>The case was opened.</summary>
    public bool Exists => File.Exists(Path.Combine(Root, Case));

    /// <summary>The line that closed the case; null while it is open.</summary>
    public string? Closed => File.Exists(Path.Combine(Root, ClosedName)) ? File.ReadAllText(Path.Combine(Root, ClosedName)) : null;

    /// <summary>Opens the case, or goes on with the one that is there.</summary>
    public async Task<PlaybookCase> Begin(CaseFile file, DateTimeOffset now, CancellationToken cancel)
    {
        var about = await Read(cancel) ?? new PlaybookCase(file.Gateway.Value, file.Incident.Value, Redactor.Redact(PlainText.Line(file.Symptom)), file.OpenedAt, now, []);
        await Open(about, cancel);
        return about;
    }

    /// <summary>Opens the case, or opens it again.</summary>
    public async Task Open(PlaybookCase about, CancellationToken cancel)
    {
        PrivateFiles.Folder(Path.GetDirectoryName(Path.GetDirectoryName(Root)!)!);
        PrivateFiles.Folder(Path.GetDirectoryName(Root)!);
        PrivateFiles.Folder(Root);
        await PrivateFiles.Write(Path.Combine(Root, Case), JsonSerializer.SerializeToUtf8Bytes(about, PlaybookJson.Default.PlaybookCase), cancel);
        File.Delete(Path.Combine(Root, ClosedName));
    }

    /// <summary>The case; null when there is none that can be read.</summary>
    public async Task<PlaybookCase?> Read(CancellationToken cancel)
    {
        try
        {
            var bytes = await PrivateFiles.Read(Path.Combine(Root, Case), cancel);
            return bytes.Length == 0 ? null : JsonSerializer.Deserialize(bytes, PlaybookJson.Default.PlaybookCase);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Closes it.</summary>
    public Task Close(string line, CancellationToken cancel) => PrivateFiles.Write(Path.Combine(Root, ClosedName), line, cancel);

    /// <summary>The changes, oldest first. A folder in which none was begun is left out.</summary>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public async Task<IReadOnlyList<Transaction>> Changes(CancellationToken cancel)
    {
        var changes = new List<Transaction>();
        foreach (var folder in Directory.Exists(Root) ? Directory.GetDirectories(Root).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
            if (await Transaction.Load(folder, cancel) is { } change) changes.Add(change);
        return changes;
    }

    /// <summary>The folder of a change.</summary>
    public string Of(int number, string remedy) => Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"{number:00}-{remedy}"));
}

/// <summary>The part of a case that a report needs after a restart of the daemon.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Incident">The incident.</param>
/// <param name="Symptom">What is wrong, one line.</param>
/// <param name="OpenedAt">When the outage was first seen.</param>
/// <param name="TreatedAt">When the treatment began.</param>
/// <param name="Findings">What was found, a line each.</param>
internal sealed record PlaybookCase(string Gateway, string Incident, string Symptom, DateTimeOffset OpenedAt, DateTimeOffset TreatedAt, IReadOnlyList<string> Findings);
