using System.Text.Json;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Surface;
using Spectre.Console;

namespace OpenClaw.Host.Cli;

/// <summary><c>status --watch</c>: a live screen on a terminal, and a line for each change elsewhere. Nothing is asked again and again: the daemon tells.</summary>
/// <param name="home">The state folder.</param>
/// <param name="errors">Takes the one line that says why there is nothing to see.</param>
/// <param name="time">The clock.</param>
internal sealed class StatusWatch(string home, TextWriter errors, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>A line for each change, until the daemon ends (4) or the onlooker has seen enough (by what was seen last, see <see cref="ExitCodes"/>).</summary>
    /// <param name="output">Takes the lines.</param>
    /// <param name="json">Each line is the whole status as JSON.</param>
    /// <param name="cancel">The onlooker has seen enough.</param>
    public async Task<int> Lines(TextWriter output, bool json, CancellationToken cancel)
    {
        DaemonStatus? last = null;
        try
        {
            using var daemon = new ControlClient(home, time);
            await foreach (var (name, data) in daemon.Listen(cancel))
            {
                if (name == "status" && Read(data) is { } status)
                {
                    if (json) await output.WriteLineAsync(JsonSerializer.Serialize(status, SurfaceJson.Default.DaemonStatus));
                    else foreach (var line in status.Gateways.Select(StatusView.Line).Except((last?.Gateways ?? []).Select(StatusView.Line))) await output.WriteLineAsync($"{Clock(status.At)} {line}");
                    last = status;
                }
                else if (name == "incident" && !json && JsonSerializer.Deserialize(data, SurfaceJson.Default.IncidentNewsJson) is { } news)
                {
                    await output.WriteLineAsync($"{Clock(news.Event.At)} {UntrustedText.OneLine($"{news.Incident}: {news.Event.Line}", 500)}");
                }

                await output.FlushAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return last is null ? ExitCodes.Ok : StatusCommand.CodeOf(last);
        }
        catch (DaemonSilentException silent)
        {
            await errors.WriteLineAsync(Silence(silent));
            return ExitCodes.NotReachable;
        }
        catch (Exception gone) when (gone is IOException or DesertedException)
        {
            // Whoever read has closed the pipe: he has seen what he wanted.
            return ExitCodes.Ok;
        }

        return ExitCodes.NotReachable;
    }

    /// <summary>The live screen, until the onlooker has seen enough. A daemon that ends is waited for: it may be updated just now.</summary>
    public async Task<int> Screen(IAnsiConsole console, CancellationToken cancel)
    {
        DaemonStatus? last = null;
        string? trouble = null;
        try
        {
            await console.Live(new Text("")).AutoClear(false).StartAsync(async live =>
            {
                while (true)
                {
                    try
                    {
                        using var daemon = new ControlClient(home, time);
                        await foreach (var (name, data) in daemon.Listen(cancel))
                        {
                            if (name == "status") last = Read(data) ?? last;
                            trouble = null;
                            live.UpdateTarget(Draw(last, null, console.Profile.Width));
                        }
                    }
                    catch (DaemonSilentException silent)
                    {
                        trouble = Silence(silent);
                        // One that was never there is no daemon to wait for.
                        if (last is null) return;
                        live.UpdateTarget(Draw(last, trouble, console.Profile.Width));
                    }

                    await Task.Delay(Pause, time, cancel);
                }
            });
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Seen enough; the screen is given back as it was found, with what was seen last on it.
        }

        if (last is not null) return trouble is null ? StatusCommand.CodeOf(last) : ExitCodes.NotReachable;
        if (trouble is not null) await errors.WriteLineAsync(trouble);
        return trouble is null ? ExitCodes.Ok : ExitCodes.NotReachable;
    }

    private string Silence(DaemonSilentException silent) =>
        DaemonLock.IsHeld(home) ? $"the daemon on {home} does not answer on its control socket ({silent.Message}); 'openclaw-actors status' shows its last word" : StatusCommand.NoDaemon(home);

    private static Rows Draw(DaemonStatus? status, string? trouble, int width) => new(
        status is null ? new Text("") : StatusView.Of(status, width),
        trouble is null ? new Text("Ctrl-C ends this", new Style(Color.Grey)) : new Text(trouble, new Style(Color.Red)));

    private static DaemonStatus? Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, SurfaceJson.Default.DaemonStatus);
        }
        catch (JsonException foreign)
        {
            throw new DaemonSilentException("what it answers is not our daemon's", foreign);
        }
    }

    private static string Clock(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}";
}
