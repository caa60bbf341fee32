using System.Diagnostics;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Starting;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Daemon;

namespace OpenClaw.Bench.Figures;

/// <summary>How soon the daemon looks at its gateway, and how soon its program answers in a terminal.</summary>
internal sealed class Start : IFigure
{
    private const string Floor = "a program that does nothing (/bin/true): start to end";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public string Name => "start";

    public string About => "start of the daemon to its first request to the gateway; status and --version in a terminal, start to end (--beside: of a second program too)";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var (times, floor) = (effort.Of(20, 3), new List<double>());
        var measured = new List<StartedProgram>();
        try
        {
            foreach (var program in new[] { DaemonProcess.Program, effort.Beside }.OfType<string>())
            {
                effort.Progress($"{ProgramForms.Told(program)}: a daemon to be asked");
                measured.Add(await StartedProgram.Begin(program, isSecondOfItsForm: measured.Any(other => other.Form == ProgramForms.Of(program)), cancel));
            }

            for (var turn = 0; turn < times; turn++)
            {
                effort.Progress($"{turn + 1} of {times}");
                floor.Add(await Nothing(cancel));
                // Now the one first, now the other.
                foreach (var program in turn % 2 == 0 ? measured : Enumerable.Reverse(measured)) await program.Take(cancel);
            }

            return Found(floor, measured);
        }
        finally
        {
            foreach (var program in measured) await program.DisposeAsync();
        }
    }

    private static Finding Found(IReadOnlyList<double> floor, List<StartedProgram> measured) => new([new Series(Floor, "ms", floor), .. measured.SelectMany(static program => program.Series(Floor))])
    {
        Counts = [new("programs measured", measured.Count), new("status and --version that did not end with 0", measured.Sum(static program => program.Failures), 0)],
        Notes =
        [
            $"each daemon had run before in its home, its files were in the page cache; its service's environment: {ServiceUnit.Told}",
            "the gateway that is asked first is a server in this process, the daemon that status asks keeps a stand-in; both have their page open",
        ],
        Goals = [.. measured.SelectMany(static program => program.Goals)],
    };

    // What it takes to start any process and to see its end, from here.
    private static async Task<double> Nothing(CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        using var program = Process.Start(new ProcessStartInfo("/bin/true") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await program.WaitForExitAsync(cancel).WaitAsync(Limit, cancel);
        return clock.Elapsed.TotalMilliseconds;
    }
}
