using System.Globalization;
using OpenClaw.Host.Playbook.Config;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>What the job starts, and what must be there for it: its program, OpenClaw's entry point, the files that its settings name, the port that it pins.</summary>
internal sealed class JobCommandCollector : ICollector
{
    /// <inheritdoc/>
    public string Name => "job's command";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsSlow => false;

    // An owner who has moved his gateway says so in its config too; then the healer's own setting is what is old, and the job is left alone.
    private static bool IsMeant(int pinned, Patient patient)
    {
        try
        {
            return Json5Document.OrNull(File.ReadAllText(patient.Gateway.ConfigPath))?.Find(KeyPath.Of("gateway", "port")) is Json5Scalar { Value: { } said }
                && Convert.ToString(said, CultureInfo.InvariantCulture) == Number(pinned);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var command = patient.Job.CommandLine();
        var settings = JobSettings.Read(patient.Job);
        var environment = JobSettings.Environment(settings);
        var file = settings.LastOrDefault(static s => s is { Key: "ExecStart", Value.Length: > 0 })?.File ?? patient.Job.File;
        List<Finding> found = [.. Program(command, file), .. Entry(command, file, patient), .. Named(command, settings, environment, file, patient), .. Whereabouts(environment, patient)];
        if (Port(command, environment, file) is { } port && port.Pinned != patient.Gateway.Url.Port && !IsMeant(port.Pinned, patient))
        {
            found.Add(Found.Blocking(
                FindingIds.JobWrongPort, 1, $"the job pins port {port.Pinned}, the gateway is asked at {patient.Gateway.Url.Port}", port.File ?? "command",
                ("file", port.File), ("pinned", Number(port.Pinned)), ("expected", Number(patient.Gateway.Url.Port))));
        }

        return Task.FromResult<IReadOnlyList<Finding>>(found);
    }

    // launchd's job is a shell that runs a wrapper, which runs node: each of them must be there.
    private static IEnumerable<Finding> Program(IReadOnlyList<string> command, string? file) => command
        .Where(static (word, at) => Path.IsPathRooted(word) && (at == 0 || Path.GetFileName(word) is "node" or "nodejs" or "bun" || word.EndsWith(".sh", StringComparison.Ordinal)))
        .Where(static program => !CanRun(program)).Distinct()
        .Select(program => Found.Blocking(
            FindingIds.JobProgramMissing, 1, File.Exists(program) ? $"{program}, which the job starts, may not be run" : $"{program}, which the job starts, does not exist", file ?? "command", ("file", file), ("program", program)));

    private static bool CanRun(string program) =>
        File.Exists(program) && (program.EndsWith(".sh", StringComparison.Ordinal) || (File.GetUnixFileMode(program) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static IEnumerable<Finding> Entry(IReadOnlyList<string> command, string? file, Patient patient)
    {
        if (command.FirstOrDefault(static word => Path.IsPathRooted(word) && Installation.Of([word], "").Package is not null) is not { } entry || File.Exists(entry)) yield break;
        var named = Installation.Of([entry], "").Package!;
        if (File.Exists(Path.Combine(named, "package.json"))) yield break; // its package is there and lacks it, which is another matter
        var elsewhere = Installation.Of(patient.Gateway.Command, patient.SearchPath);
        if (elsewhere is { IsComplete: true, Package: { } found } && found != named)
            yield return Found.Blocking(FindingIds.JobEntryMissing, 1, $"{entry}, which the job starts, does not exist; OpenClaw is at {found}", file ?? "command", ("file", file), ("program", entry), ("found", found));
    }

    private static IEnumerable<Finding> Named(IReadOnlyList<string> command, IReadOnlyList<JobSetting> settings, IReadOnlyDictionary<string, JobSetting> environment, string? file, Patient patient)
    {
        var named = Preloads(command).Select(path => (Path: path, Setting: "ExecStart", File: file));
        if (environment.GetValueOrDefault("NODE_OPTIONS") is { } options)
            named = named.Concat(Preloads(Words(options.Value)).Select(path => (Path: path, Setting: "NODE_OPTIONS", File: (string?)options.File)));
        // Files of variables add up; of working folders the last one counts.
        foreach (var setting in settings.Where(static s => s.Key == "EnvironmentFile").Concat(settings.Where(static s => s.Key == "WorkingDirectory").TakeLast(1)))
        {
            if (setting.Value.Length > 0 && setting.Value[0] is not ('-' or '~') && !setting.Value.Contains('*')) named = named.Append((setting.Value.Trim('"'), setting.Key, setting.File));
        }

        return named.Select(n => n with { Path = n.Path.Replace("%h", patient.Gateway.Home, StringComparison.Ordinal).Replace("%%", "%", StringComparison.Ordinal) })
            .Where(static n => Path.IsPathRooted(n.Path) && !File.Exists(n.Path) && !Directory.Exists(n.Path)).Distinct()
            .Select(static n => Found.Blocking(FindingIds.JobFileMissing, 1, $"{n.File} ({n.Setting}) names {n.Path}, which does not exist", n.File ?? "command", ("file", n.File), ("names", n.Path), ("setting", n.Setting)));
    }

    // Before the first word of a command line systemd takes signs away, a dash among them: here it is none.
    private static IReadOnlyList<string> Words(string options) => [.. UnitWords.Split($"node {options}").Skip(1)];

    // What node loads before anything else; a bare name is a module, whose place only node knows.
    private static IEnumerable<string> Preloads(IReadOnlyList<string> words)
    {
        string[] flags = ["--require", "-r", "--import", "--loader", "--experimental-loader", "--env-file"];
        for (var i = 0; i < words.Count; i++)
        {
            var flag = flags.FirstOrDefault(f => words[i] == f || words[i].StartsWith(f + "=", StringComparison.Ordinal));
            if (flag is null) continue;
            var value = words[i].Length > flag.Length ? words[i][(flag.Length + 1)..] : i + 1 < words.Count ? words[i + 1] : "";
            yield return value.StartsWith("file://", StringComparison.Ordinal) ? Uri.UnescapeDataString(value["file://".Length..]) : value;
        }
    }

    // What the job is told about its folders against what we were told: one of the two is another gateway's.
    private static IEnumerable<Finding> Whereabouts(IReadOnlyDictionary<string, JobSetting> environment, Patient patient) =>
        from pair in new[] { ("OPENCLAW_STATE_DIR", patient.Gateway.StateDirectory), ("OPENCLAW_CONFIG_PATH", patient.Gateway.ConfigPath), ("HOME", patient.Gateway.Home) }
        let set = environment.GetValueOrDefault(pair.Item1)
        where set is { Value.Length: > 0 } && Path.IsPathRooted(set.Value) && Path.TrimEndingDirectorySeparator(set.Value) != Path.TrimEndingDirectorySeparator(pair.Item2)
        select Found.Warning(FindingIds.JobChanged, 0.6, $"the job sets {pair.Item1} to {set.Value}, the healer was told {pair.Item2}", set.File, ("file", set.File), ("setting", pair.Item1), ("value", set.Value), ("expected", pair.Item2));

    private static (int Pinned, string? File)? Port(IReadOnlyList<string> command, IReadOnlyDictionary<string, JobSetting> environment, string? file)
    {
        for (var i = 0; i < command.Count; i++)
        {
            var text = command[i].StartsWith("--port=", StringComparison.Ordinal) ? command[i]["--port=".Length..] : command[i] == "--port" && i + 1 < command.Count ? command[i + 1] : null;
            if (Parsed(text) is { } flag) return (flag, file);
        }

        return environment.GetValueOrDefault("OPENCLAW_GATEWAY_PORT") is { } variable && Parsed(variable.Value) is { } set ? (set, variable.File) : null;
    }

    private static int? Parsed(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
