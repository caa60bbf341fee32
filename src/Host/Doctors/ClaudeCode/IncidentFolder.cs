using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>The folder of one incident and the names of what is in it. Everything is 0600 in folders of 0700.</summary>
internal sealed class IncidentFolder
{
    /// <summary>The folder, which need not exist.</summary>
    /// <exception cref="ArgumentException">The incident's id is no plain folder name.</exception>
    public IncidentFolder(string home, IncidentId incident)
        : this(Path.Combine(home, "incidents", Safe(incident.Value))) { }

    /// <summary>The folder at this path.</summary>
    public IncidentFolder(string root) => Root = Path.GetFullPath(root);

    /// <summary>The folders of all doctors with a session that have treated the incident of this folder: Claude Code's is the incident's own, the others' are below it.</summary>
    public static IEnumerable<IncidentFolder> OfAllDoctors(string incident) =>
        (Directory.Exists(incident) ? Directory.GetDirectories(incident) : []).Prepend(incident).Select(static path => new IncidentFolder(path)).Where(static folder => File.Exists(folder.Launch));

    /// <summary>The folder itself.</summary>
    public string Root { get; }

    /// <summary>The session's working folder, empty: the CLI may read its working folder without being asked, so nothing of ours is in it.</summary>
    public string Work => In("work");

    /// <summary>The config's copy for agents that work on one.</summary>
    public string WorkConfig => Path.Combine(Work, "openclaw.json");

    /// <summary>The report of agents that may write to their working folder only.</summary>
    public string WorkReport => Path.Combine(Work, "report.md");

    /// <summary>The script that starts an agent that knows no key helper.</summary>
    public string Starter => In("start");

    /// <summary>The case as the supervisor told it.</summary>
    public string Case => In("case.json");

    /// <summary>The first message to the doctor.</summary>
    public string Prompt => In("prompt.txt");

    /// <summary>The cage.</summary>
    public string Settings => In("settings.json");

    /// <summary>What the runner is to start.</summary>
    public string Launch => In("launch.json");

    /// <summary>What is said to the session, a line each.</summary>
    public string Input => In("in.ndjson");

    /// <summary>What the session says, raw.</summary>
    public string Events => In("events.jsonl");

    /// <summary>The same for people.</summary>
    public string Log => In("session.log");

    /// <summary>What the session wrote to standard error.</summary>
    public string Errors => In("stderr.log");

    /// <summary>Who runs.</summary>
    public string Pids => In("pids.json");

    /// <summary>How it ended; exists only after the end.</summary>
    public string Exit => In("exit.json");

    /// <summary>The doctor's own report.</summary>
    public string DoctorReport => In("report.md");

    /// <summary>Our report, published when the case is closed.</summary>
    public string Report => In("treatment.md");

    /// <summary>The line that closed the case; exists only after that.</summary>
    public string Closed => In("closed.txt");

    /// <summary>Touched by the session's start hook: proof that our settings were read.</summary>
    public string CageProof => In("cage-proof");

    /// <summary>Prints the key.</summary>
    public string KeyHelper => In("api-key-helper");

    /// <summary>The key, until the session has ended.</summary>
    public string Key => In("api-key");

    /// <summary>CLAUDE_CONFIG_DIR of a session with a key.</summary>
    public string CliConfig => In("claude-config");

    /// <summary>tmux's private socket.</summary>
    public string Socket => In("tmux.sock");

    /// <summary>Creates the folder for a new session and takes away what belongs to the one before.</summary>
    public void Prepare()
    {
        PrivateFiles.Folder(Path.GetDirectoryName(Path.GetDirectoryName(Root)!)!);
        PrivateFiles.Folder(Path.GetDirectoryName(Root)!);
        PrivateFiles.Folder(Root);
        PrivateFiles.Folder(Work);
        foreach (var stale in (string[])[Input, Pids, Exit, CageProof, Closed]) File.Delete(stale);
    }

    /// <summary>Takes the key away.</summary>
    public void ForgetKey()
    {
        if (!Directory.Exists(Root)) return;
        File.Delete(Key);
        File.Delete(KeyHelper);
    }

    /// <summary>Whether an incident's folder can have this name.</summary>
    public static bool CanBeNamed(string id) => id.Length is > 0 and <= 100 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private string In(string name) => Path.Combine(Root, name);

    private static string Safe(string id) =>
        CanBeNamed(id) ? id : throw new ArgumentException($"'{PlainText.Line(id, 60)}' cannot be a folder's name.", nameof(id));
}
