using System.Globalization;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Logging.Reading;

namespace OpenClaw.Host.Cli;

/// <summary><c>logs</c>: the daemon's log out of its own files, beside a running daemon or without one.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="time">The clock, and the owner's time.</param>
/// <param name="output">Takes the log. It throws when nobody reads it any more, which ends the verb.</param>
/// <param name="errors">Takes the one line that says why there is none.</param>
internal sealed class LogsCommand(SettingsSources sources, TimeProvider time, TextWriter output, TextWriter errors)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether whoever reads the output is gone; asked while nothing is written.</summary>
    public Func<bool> IsDeserted { get; init; } = static () => false;

    /// <summary>Whether level words are coloured.</summary>
    public bool Colours { get; init; }

    /// <summary>Shows it; <see cref="ExitCodes.NotReachable"/> when no daemon has written anything on this state folder yet.</summary>
    public async Task<int> Run(LogsAsked asked, CancellationToken cancel)
    {
        try
        {
            var folder = LogFolder.Of(HealerSettings.Load(sources).Home);
            var (from, count, filter) = (asked.From(time.GetUtcNow()), asked.Count(), asked.Filter());
            var tail = new LogTail(folder);
            var files = tail.Start();
            if (files.Count == 0 && !asked.Follow)
            {
                await errors.WriteLineAsync($"no daemon has written a log in {folder} yet: start it with 'openclaw-actors run', or see what became of the service");
                return ExitCodes.NotReachable;
            }

            bool IsAsked(LogLine line) => (from is null || line.At >= from) && filter(line);
            var shown = 0;
            foreach (var line in Past(tail, files, from, count, IsAsked))
            {
                Show(line, asked.Json);
                shown++;
            }

            await output.FlushAsync(cancel);
            if (asked.Follow) await Follow(tail, asked.Json, IsAsked, cancel);
            else if (shown == 0) await errors.WriteLineAsync($"nothing like that is in {folder}");
            return ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (DesertedException)
        {
            // `logs | head`: he has seen enough.
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"the log cannot be read: {UntrustedText.OneLine(e.Message, 300)}");
            return ExitCodes.StateUnusable;
        }
    }

    private static IEnumerable<LogLine> Past(LogTail tail, IReadOnlyList<LogFile> files, DateTimeOffset? from, int? count, Func<LogLine, bool> isAsked)
    {
        IEnumerable<LogLine> Of(LogFile file) => tail.All(file).Select(LogLine.Parse).OfType<LogLine>().Where(isAsked);
        var young = files.Where((file, i) => i == files.Count - 1 || from is null || file.WrittenAt >= from).ToArray();
        if (count is not { } most) return young.SelectMany(Of);

        // From the newest file back, and no further than needed; the newest is read to its end in any case, as following goes on there.
        var (last, found) = (new List<LogLine[]>(), 0);
        foreach (var file in young.Reverse())
        {
            if (last.Count > 0 && found >= most) break;
            var lines = new Queue<LogLine>();
            foreach (var line in Of(file))
            {
                lines.Enqueue(line);
                if (lines.Count > most - found) lines.Dequeue();
            }

            last.Add([.. lines]);
            found += lines.Count;
        }

        return Enumerable.Reverse(last).SelectMany(static lines => lines);
    }

    private async Task Follow(LogTail tail, bool json, Func<LogLine, bool> isAsked, CancellationToken cancel)
    {
        while (!IsDeserted())
        {
            await Task.Delay(Pause, time, cancel);
            foreach (var line in tail.Next().Select(LogLine.Parse).OfType<LogLine>().Where(isAsked)) Show(line, json);
            await output.FlushAsync(cancel);
        }
    }

    private void Show(LogLine line, bool json) => output.WriteLine(json ? line.Raw : string.Create(
        CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(line.At, time.LocalTimeZone):yyyy-MM-dd HH:mm:ss} {Word(line)} {line.Message}"));

    private string Word(LogLine line) => !Colours ? line.LevelWord : line.Level switch
    {
        >= 4 => $"\e[31m{line.LevelWord}\e[0m",
        3 => $"\e[33m{line.LevelWord}\e[0m",
        _ => line.LevelWord,
    };
}
