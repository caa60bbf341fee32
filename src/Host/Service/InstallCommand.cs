using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Service;

/// <summary>What was asked of <c>install</c>.</summary>
internal sealed record InstallOrder
{
    /// <summary>Only say what would be done.</summary>
    public bool DryRun { get; init; }

    /// <summary>Use a program that may be gone tomorrow all the same.</summary>
    public bool FromHere { get; init; }

    /// <summary>Do not switch lingering on.</summary>
    public bool NoLinger { get; init; }

    /// <summary>Stop other healers (true), leave them (false), or ask (null).</summary>
    public bool? ReplaceOthers { get; init; }
}

/// <summary><c>install</c>: has the daemon kept running by the service manager, and waits until it answers. Doing it twice changes nothing; after an upgrade it starts the new program.</summary>
internal sealed class InstallCommand(ServiceParts parts, TextWriter output, TextWriter errors) : ServiceCommand(parts, output, errors)
{
    private const string HomeVariable = "OPENCLAW_ACTORS_HOME";
    private const string RuntimeVariable = "DOTNET_ROOT";

    /// <summary>Does it. See <see cref="ExitCodes"/>.</summary>
    public Task<int> Run(InstallOrder order, CancellationToken cancel) => Guarded(async manager =>
    {
        var program = Parts.Program;
        if (program.Command.Any(static word => word.Any(char.IsControl))) return await Refuse(ExitCodes.Usage, "the program's path has control characters, which no service manager takes: move it");
        if (program.Fleeting is { } fleeting && !order.FromHere && !order.DryRun) return await Refuse(ExitCodes.Usage, $"{program.Command[^1]} cannot be the service: {fleeting}");
        var settings = Settings(out var spec);
        var look = await manager.Look(cancel);
        if (look.Unreachable is { } why && !order.DryRun) return await Refuse(ExitCodes.Unhealthy, $"nothing was changed: {why}");
        if (look.Pid is null && IsHeld(settings.Home) && !order.DryRun)
            return await Refuse(ExitCodes.AlreadyRunning, $"a daemon already runs on {settings.Home}{(DaemonLock.LastHolder(settings.Home) is { } holder ? $" (pid {holder.Pid})" : "")} that is not {manager.Job}: stop it first");

        var (file, text) = (new JobFile(manager.File), manager.Text(spec));
        var found = file.Look(text);
        var isOld = look.Pid is { } pid && new StatusFile(settings.Home).Read() is { } status && status.Pid == pid && status.Version != ProductVersion.Text;
        var isRestart = found != JobFileState.Same || isOld;
        var others = await Parts.Others.Find(cancel);
        if (order.DryRun) return await Preview(manager, found, text, manager.Up(look, isRestart), look.Unreachable, others);
        if (await SetAside(order, others, settings.Home, cancel) is { } refused) return refused;

        PrivateFiles.Folder(settings.Home, ours: false);
        PrivateFiles.Folder(Path.Combine(settings.Home, "logs"), ours: false);
        if (found == JobFileState.Same) await Say($"{manager.File} is as it should be");
        else if (await file.Write(text, found, cancel) is { } kept) await Say($"{manager.File} is written; what you had there is kept as {kept}");
        else await Say($"{manager.File} is {(found == JobFileState.Ours ? "written anew" : "written")}");
        if (await RunAll(manager, manager.Up(look, isRestart), cancel) is { } complaint) return await Refuse(ExitCodes.NotReachable, $"{complaint}{await LastWords(manager, spec, cancel)}");
        foreach (var line in await manager.SeeToLogout(!order.NoLinger, cancel)) await Say(line);
        if (ShellOnly() is { } note) await Say(note);
        if (await Answer(manager, settings.Home, cancel) is not { } answer)
            return await Refuse(ExitCodes.NotReachable, $"the daemon was started and has not answered within {Parts.AnswerLimit.TotalSeconds:0} s{await LastWords(manager, spec, cancel)}");
        await Say($"the daemon {answer.Version} runs as {manager.Job} (pid {answer.Pid}) and watches {string.Join(", ", answer.Gateways.Select(static g => g.Id))}: openclaw-actors status");
        return ExitCodes.Ok;
    });

    /// <summary>The settings as the service itself will see them: a service has nothing of a terminal's environment but what its job hands on.</summary>
    private HealerSettings Settings(out ServiceSpec spec)
    {
        var shell = Parts.Sources.Environment;
        var service = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = ServiceSearchPath.Capture(shell.GetValueOrDefault("PATH")) };
        if (shell.GetValueOrDefault(HomeVariable) is { Length: > 0 } home) service[HomeVariable] = home;
        if (shell.GetValueOrDefault(RuntimeVariable) is { Length: > 0 } runtime && Path.IsPathRooted(runtime)) service[RuntimeVariable] = runtime;
        var settings = HealerSettings.Load(Parts.Sources with { Environment = service });
        if (service.ContainsKey(HomeVariable)) service[HomeVariable] = settings.Home;
        if (service.Values.Append(settings.Home).Any(static value => value.Any(char.IsControl))) throw new ConfigurationException($"{HomeVariable} or {RuntimeVariable} has control characters, which no service manager takes.");
        service.Remove("PATH", out var searchPath);
        spec = new ServiceSpec(Parts.Program.Command, searchPath!, settings.Home) { Variables = service };
        return settings;
    }

    private async Task<int?> SetAside(InstallOrder order, IReadOnlyList<OtherHealer> others, string home, CancellationToken cancel)
    {
        if (others.Count == 0) return null;
        foreach (var other in others) await Say($"another healer is here: {other.Told}");
        var consent = order.ReplaceOthers ?? await Parts.Ask("Two healers fight over one gateway. Stop the others and keep their files aside?", cancel);
        if (consent is null) return await Refuse(ExitCodes.Usage, "nothing was changed: two healers fight over one gateway. Say --replace-others to stop the others (their files are kept), or --keep-others");
        if (consent is false)
        {
            await Say("the others are left as they are: both will restart the gateway");
            return null;
        }

        var aside = new OtherHealersAside(Parts.Others, home, Parts.Time);
        PrivateFiles.Folder(home, ours: false);
        foreach (var other in others)
        {
            var (done, line) = await aside.Take(other, cancel);
            if (!done) return await Refuse(ExitCodes.Unhealthy, $"the service was not installed: {line}");
            await Say(line);
        }

        return null;
    }

    private async Task<int> Preview(IServiceManager manager, JobFileState found, string text, IReadOnlyList<ManagerStep> steps, string? unreachable, IReadOnlyList<OtherHealer> others)
    {
        if (Parts.Program.Fleeting is { } fleeting) await Say($"would refuse without --from-here: {Parts.Program.Command[^1]}: {fleeting}");
        if (unreachable is not null) await Say($"would refuse: {unreachable}");
        foreach (var other in others) await Say($"would ask whether to stop another healer: {other.Told}");
        if (found == JobFileState.Same) await Say($"would leave {manager.File} as it is");
        else await Say($"would write {manager.File}{(found == JobFileState.Owners ? " and keep what you have there as .bak" : "")}:\n\n{text}");
        foreach (var step in steps) await Say($"would run: {step}");
        if (ShellOnly() is { } note) await Say(note);
        return ExitCodes.Ok;
    }

    /// <summary>Names only: the values may be secrets.</summary>
    private string? ShellOnly()
    {
        string[] names = [.. SettingsSchema.WithVariable.Select(static k => k.Variable!).Where(name => name != HomeVariable && Parts.Sources.Environment.GetValueOrDefault(name) is { Length: > 0 }).Distinct(StringComparer.Ordinal)];
        return names.Length == 0 ? null : $"this terminal sets {string.Join(", ", names)}, which the service does not see: write what it needs into ~/.openclaw/.env (mode 600) or its openclaw.conf";
    }

    private static async Task<string> LastWords(IServiceManager manager, ServiceSpec spec, CancellationToken cancel) =>
        await manager.LastWords(spec, cancel) is { Length: > 0 } words ? $"; it said: {UntrustedText.OneLine(Redactor.Redact(words), 600)}" : "";
}
