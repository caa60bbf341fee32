using System.Diagnostics;
using System.Globalization;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.Bench.Figures;

/// <summary>A gateway that dies at once for as long as its cause lasts; then the cause is taken away.</summary>
internal sealed class Storm : IFigure
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestLoop = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3);

    public string Name => "storm";

    public string About => "a gateway that dies at once: how often it is started, and how soon it is up when the cause is gone (-n: minutes of storm)";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var storm = effort.Samples is { } minutes ? TimeSpan.FromMinutes(minutes) : effort.Watch(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(45));
        effort.Progress("a shell's loop");
        var loop = await Measure(storm < LongestLoop ? storm : LongestLoop, world => world.StartBareLoop(), cancel);
        effort.Progress($"the daemon, {storm.TotalSeconds:0} s");
        var ours = await Measure(storm, world => world.StartDaemon(), cancel);

        var early = ours.Starts.Count(at => at < TimeSpan.FromMinutes(1));
        return new Finding(
        [
            new("starts, shell loop", "/min", [loop.StartsPerMinute]), new("starts, daemon", "/min", [ours.StartsPerMinute], "starts, shell loop"),
            new("cause gone to next start, shell loop", "s", [loop.Next.TotalSeconds]), new("cause gone to next start, daemon", "s", [ours.Next.TotalSeconds], "cause gone to next start, shell loop"),
            new("cause gone to started, shell loop", "s", [loop.Up.TotalSeconds]), new("cause gone to started, daemon", "s", [ours.Up.TotalSeconds], "cause gone to started, shell loop"),
        ])
        {
            Counts = [new("starts by the daemon in the first minute", early), new($"starts by the daemon in {storm.TotalSeconds:0} s", ours.Starts.Count)],
            Notes =
            [
                .. ours.Up < LongestWait ? Array.Empty<string>() : [$"not started within {LongestWait.TotalSeconds:0} s after the cause was gone: given up"],
                $"the daemon's starts, seconds after the first: {string.Join(" ", ours.Starts.Select(at => at.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)))}",
            ],
            Goals = [new("at most 8 starts in the first minute", early <= 8), new("next start at most 2 s after the cause is gone", ours.Next <= TimeSpan.FromSeconds(2))],
        };
    }

    private static async Task<Outcome> Measure(TimeSpan storm, Action<World> begin, CancellationToken cancel)
    {
        await using var world = World.With(Moribund.Gateway);
        File.WriteAllText(world.Home.ConfigFile, "{}\n");
        begin(world);
        await Task.Delay(storm, cancel);
        var starts = Moribund.Starts(world.Home);
        var (gone, clock) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        world.Home.WriteConfig(bind: "loopback");
        // The next pause may be long where nobody watches for the cause: that is a finding too, and more of the wait would say no more.
        while (clock.Elapsed < LongestWait && !await world.IsStarted()) await Task.Delay(Look, cancel);
        var up = clock.Elapsed;
        var next = Moribund.Moments(world.Home).Where(start => start > gone).Select(start => start - gone).DefaultIfEmpty(up).First();
        return new Outcome(storm, starts, next, up);
    }

    private sealed record Outcome(TimeSpan Storm, IReadOnlyList<TimeSpan> Starts, TimeSpan Next, TimeSpan Up)
    {
        public double StartsPerMinute => Starts.Count / Storm.TotalMinutes;
    }

    /// <summary>
    /// A gateway that ends with 1 without a word while its config holds no mode. The real one ends with 78 then, which is never answered by a start.
    /// </summary>
    private static class Moribund
    {
        private const string Script =
            """
            #!/bin/sh
            date +%s.%N >>"$1"
            grep -q '"mode"' "$2" || exit 1
            shift 2
            exec "$@"

            """;

        public static Gateway Gateway(ScratchHome home)
        {
            var script = Path.Combine(home.Folder, "moribund.sh");
            File.WriteAllText(script, Script);
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new Gateway([script, Book(home), home.ConfigFile, .. Worlds.Gateway.StandInCommand(home)], line => line.Contains(" demo-gateway ", StringComparison.Ordinal));
        }

        /// <summary>Its starts so far, counted from the first.</summary>
        public static IReadOnlyList<TimeSpan> Starts(ScratchHome home)
        {
            var moments = Moments(home);
            return [.. moments.Select(moment => moment - moments[0])];
        }

        /// <summary>When it was started, each time.</summary>
        public static IReadOnlyList<DateTimeOffset> Moments(ScratchHome home) =>
        [
            .. ScratchHome.ReadShared(Book(home)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(line, CultureInfo.InvariantCulture))),
        ];

        private static string Book(ScratchHome home) => Path.Combine(home.Folder, "starts");
    }
}
