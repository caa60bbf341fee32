using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Service;

/// <summary>What was asked of <c>uninstall</c>.</summary>
internal sealed record UninstallOrder
{
    /// <summary>Only say what would be done.</summary>
    public bool DryRun { get; init; }

    /// <summary>Delete the state folder too.</summary>
    public bool Purge { get; init; }

    /// <summary>The owner has said yes to that already.</summary>
    public bool Yes { get; init; }
}

/// <summary><c>uninstall</c>: ends the service and forgets it. The state folder stays unless its owner wants it gone; the gateway, its files and its own job are never touched.</summary>
internal sealed class UninstallCommand(ServiceParts parts, TextWriter output, TextWriter errors) : ServiceCommand(parts, output, errors)
{
    /// <summary>Does it. See <see cref="ExitCodes"/>.</summary>
    public Task<int> Run(UninstallOrder order, CancellationToken cancel) => Guarded(async manager =>
    {
        // Without --purge, a config that cannot be read is no reason to keep a service that nobody wants.
        var settings = Settings(order.Purge);
        var purge = order.Purge ? new StatePurge(settings!, Parts.Sources.HomeDirectory) : null;
        if (purge?.WhyNot() is { } never) return await Refuse(ExitCodes.Usage, $"nothing was changed: {never}");
        var (file, look) = (new JobFile(manager.File), await manager.Look(cancel));
        var found = file.Look("");
        if (order.DryRun) return await Preview(manager, found, look, purge is null ? null : settings!.Home);
        if (look.Unreachable is { } why && found != JobFileState.Missing) return await Refuse(ExitCodes.Unhealthy, $"nothing was changed: {why}");
        if (purge is not null && !order.Yes && await Parts.Ask($"Delete {settings!.Home} with the history of all incidents, the settings and the copies of configs in it?", cancel) is var consent and not true)
            return await Refuse(consent is null ? ExitCodes.Usage : ExitCodes.Ok, consent is null ? "nothing was changed: say --yes to delete the state folder" : "nothing was changed");

        if (found == JobFileState.Missing && !look.IsKnown) await Say($"{manager.Job} is not installed");
        else if (await End(manager, look, file, found, cancel) is { } complaint) return await Refuse(ExitCodes.Unhealthy, complaint);
        return purge is null ? await Kept(settings?.Home) : await Purge(purge, settings!.Home, cancel);
    });

    private HealerSettings? Settings(bool isNeeded)
    {
        try
        {
            return HealerSettings.Load(Parts.Sources);
        }
        catch (ConfigurationException) when (!isNeeded)
        {
            return null;
        }
    }

    private async Task<string?> End(IServiceManager manager, JobLook look, JobFile file, JobFileState found, CancellationToken cancel)
    {
        if (await RunAll(manager, manager.Down(look), cancel) is { } complaint) return complaint;
        if (found != JobFileState.Missing) await Say(file.Remove(found) is { } kept ? $"{manager.File} was changed by you and is kept as {kept}" : $"{manager.File} is gone");
        if (await RunAll(manager, manager.Forget, cancel) is { } forgotten) return forgotten;
        await Say($"{manager.Job} is stopped and forgotten");
        var changes = $"{manager.File}.d";
        if (Directory.Exists(changes)) await Say($"your own changes of the job are left in {changes}");
        return null;
    }

    private async Task<int> Kept(string? home)
    {
        if (home is not null && Directory.Exists(home)) await Say($"what it knows is left in {home}: 'openclaw-actors uninstall --purge' deletes that too");
        return ExitCodes.Ok;
    }

    private async Task<int> Purge(StatePurge purge, string home, CancellationToken cancel)
    {
        if (!await HasEnded(home, cancel)) return await Refuse(ExitCodes.AlreadyRunning, $"a daemon still runs on {home}, so the folder was not deleted: stop it first");
        purge.Delete();
        await Say($"{home} is deleted");
        return ExitCodes.Ok;
    }

    private async Task<int> Preview(IServiceManager manager, JobFileState found, JobLook look, string? home)
    {
        if (look.Unreachable is { } why) await Say($"would refuse: {why}");
        foreach (var step in manager.Down(look)) await Say($"would run: {step}");
        if (found != JobFileState.Missing) await Say(found == JobFileState.Owners ? $"would keep {manager.File} as .bak" : $"would delete {manager.File}");
        foreach (var step in manager.Forget) await Say($"would run: {step}");
        if (home is not null) await Say($"would delete {home}");
        return ExitCodes.Ok;
    }
}
