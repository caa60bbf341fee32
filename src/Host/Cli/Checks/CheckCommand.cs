using System.Text.Json;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;
using Spectre.Console;

namespace OpenClaw.Host.Cli.Checks;

/// <summary><c>check</c>: whether all is there that the daemon needs, and how to mend what is not. Reads only; needs no daemon, and looks beside one.</summary>
/// <param name="load">Reads the settings.</param>
/// <param name="ofMachine">What can be looked at without settings.</param>
/// <param name="ofSettings">What needs them, in the order in which it is shown.</param>
/// <param name="time">The clock of the limits.</param>
/// <param name="output">Takes the answer.</param>
/// <param name="errors">Takes the progress, for a person at a terminal.</param>
internal sealed class CheckCommand(
    Func<HealerSettings> load, IReadOnlyList<ICheck> ofMachine, Func<HealerSettings, IReadOnlyList<ICheck>> ofSettings, TimeProvider time, TextWriter output, TextWriter errors)
{
    private const int LongestLine = 500;
    private const string Configuration = "configuration";

    /// <summary>Looks. 0 without a fault (warnings are none), 1 with one, 2 when the configuration cannot be used; see <see cref="ExitCodes"/>.</summary>
    public async Task<int> Run(bool json, CancellationToken cancel)
    {
        var (checks, mask, broken) = (ofMachine, new SecretMask([]), (CheckLine?)null);
        try
        {
            var settings = load();
            (checks, mask) = ([.. ofSettings(settings), .. ofMachine], new SecretMask(settings.Secrets));
        }
        catch (ConfigurationException e)
        {
            broken = new CheckLine(Configuration, null, CheckLevel.Fault, e.Message, "mend that line; until then nothing that depends on the configuration can be looked at");
        }

        IReadOnlyList<CheckLine> found;
        using (var progress = ProgressLine.Begin(errors, "looking at everything the daemon needs ..."))
        {
            found = [.. broken is null ? Array.Empty<CheckLine>() : [broken], .. (await Task.WhenAll(checks.Select(check => Task.Run(() => Look(check, progress, cancel), cancel)))).SelectMany(static lines => lines)];
        }

        found = [.. found.Select(line => line with { Text = Clean(line.Text, mask), Mend = line.Mend is null ? null : Clean(line.Mend, mask) })];
        var answer = new CheckJson(time.GetUtcNow(), ProductVersion.Text, found.Count(static l => l.Level == CheckLevel.Fault), found.Count(static l => l.Level == CheckLevel.Warning), found);
        if (json) await output.WriteLineAsync(JsonSerializer.Serialize(answer, CheckJsonContext.Default.CheckJson));
        else Show(answer);
        return broken is not null ? ExitCodes.Usage : answer.Faults > 0 ? ExitCodes.Unhealthy : ExitCodes.Ok;
    }

    private async Task<IReadOnlyList<CheckLine>> Look(ICheck check, ProgressLine progress, CancellationToken cancel)
    {
        using var clock = new CancellationTokenSource(check.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, clock.Token);
        try
        {
            // One that does not heed its cancellation is left behind, not waited for.
            return await check.Look(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [check.Warning($"could not be looked at within {check.Limit.TotalSeconds:0} s", "try again; a machine under load, or a program that hangs, is the usual reason")];
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            return [check.Warning($"could not be looked at: {failed.Message}", "the other lines count all the same")];
        }
        finally
        {
            lock (progress) progress.Say($"{check.Area} looked at ...");
        }
    }

    private void Show(CheckJson answer)
    {
        var console = Terminal.Of(output);
        var width = Math.Max(30, console.Profile.Width);
        foreach (var line in answer.Checks)
        {
            var head = line.About is null ? line.Area : $"{line.Area} {line.About}";
            Write(console, Mark(line.Level), $"{head}: {line.Text}", width);
            if (line.Mend is { } mend) Write(console, "         ", $"-> {mend}", width);
        }

        console.MarkupLine(Markup.Escape(answer switch
        {
            { Faults: 0, Warnings: 0 } => "Everything is there.",
            { Faults: 0 } => $"Nothing is missing; {Count(answer.Warnings, "thing")} could be better.",
            _ => $"{Count(answer.Faults, "fault")} to mend{(answer.Warnings > 0 ? $", {Count(answer.Warnings, "warning")}" : "")}.",
        }));
    }

    private static void Write(IAnsiConsole console, string mark, string text, int width)
    {
        const int Margin = 9;
        foreach (var line in TextRows.Wrap(text, width - Margin))
        {
            console.MarkupLine(mark + Markup.Escape(line));
            mark = new string(' ', Margin);
        }
    }

    private static string Mark(CheckLevel level) => level switch
    {
        CheckLevel.Ok => "[green]ok[/]       ",
        CheckLevel.Warning => "[yellow]warning[/]  ",
        _ => "[red]FAULT[/]    ",
    };

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Clean(string text, SecretMask mask) => mask.Apply(UntrustedText.OneLine(text, LongestLine));
}
