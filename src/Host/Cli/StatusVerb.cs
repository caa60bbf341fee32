using System.CommandLine;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>status</c>.</summary>
internal static class StatusVerb
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Make(Func<SettingsSources> sources)
    {
        var json = new Option<bool>("--json") { Description = "As JSON; with --watch one line for each change." };
        var watch = new Option<bool>("--watch") { Description = "Go on showing it: live on a terminal, a line for each change elsewhere. Ctrl-C ends it." };
        var command = new Command("status", "How the gateways stand.") { json, watch };
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                var settings = HealerSettings.Load(sources());
                return parsed.GetValue(watch)
                    ? await Watch(settings.Home, parsed.GetValue(json), cancel)
                    : await StatusCommand.Run(settings, parsed.GetValue(json), Console.Out, Console.Error, cancel);
            }
            catch (ConfigurationException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCodes.Usage;
            }
        });
        return command;
    }

    /// <summary>Ends the watch when whoever reads has closed his end: the next line might be hours away. True when that is why it ended.</summary>
    private static async Task<bool> Abandoned(CancellationTokenSource watch)
    {
        while (!StandardOutput.IsDeserted())
        {
            await Task.Delay(Look, TimeProvider.System, watch.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (watch.IsCancellationRequested) return false;
        }

        await watch.CancelAsync();
        return true;
    }

    private static async Task<int> Watch(string home, bool json, CancellationToken cancel)
    {
        try
        {
            var watch = new StatusWatch(home, Console.Error, TimeProvider.System);
            if (!Console.IsOutputRedirected && !json) return await watch.Screen(Terminal.Of(Console.Out), cancel);
            await using var lines = StandardOutput.Open();
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var left = Abandoned(enough);
            var code = await watch.Lines(lines, json, enough.Token);
            await enough.CancelAsync();
            return await left ? ExitCodes.Ok : code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(StatusCommand.Unusable(home, e));
            return ExitCodes.StateUnusable;
        }
    }
}
