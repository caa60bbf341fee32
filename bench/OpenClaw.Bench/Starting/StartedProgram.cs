using System.Diagnostics;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;

namespace OpenClaw.Bench.Starting;

/// <summary>A program of the daemon, started again and again: as a daemon in one home, and in a terminal in another whose daemon runs on.</summary>
internal sealed class StartedProgram : IAsyncDisposable
{
    private const string Look = "start of the daemon to its first look";
    private const string Status = "status";
    private const string Json = "status --json";
    private const string Version = "--version";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, List<double>> _taken = new() { [Look] = [], [Status] = [], [Json] = [], [Version] = [] };
    private readonly World _idle;
    private readonly World _fresh;
    private readonly string _suffix;
    private FirstRequest? _gateway;

    private StartedProgram(string program, bool isSecondOfItsForm)
    {
        Form = ProgramForms.Of(program);
        _suffix = $", {Form.Name()}{(isSecondOfItsForm ? ", beside" : "")}";
        (_idle, _fresh) = (World.WithStandIn(program: program), World.WithStandIn(program: program));
    }

    /// <summary>What it is made of.</summary>
    public ProgramForm Form { get; }

    /// <summary>How many ends in a terminal were not 0.</summary>
    public int Failures { get; private set; }

    /// <summary>The goals for its form.</summary>
    public IEnumerable<Goal> Goals => Form switch
    {
        ProgramForm.NativeAot => [Goal.AtMost(150, Of(Look)), Goal.AtMost(50, Of(Status)), Goal.AtMost(50, Of(Json))],
        ProgramForm.ReadyToRun or ProgramForm.SingleFile => [Goal.AtMost(800, Of(Look))],
        _ => [],
    };

    /// <summary>Starts the daemon that is to be asked, and one that is not counted: the first of all writes its book.</summary>
    public static async Task<StartedProgram> Begin(string program, bool isSecondOfItsForm, CancellationToken cancel)
    {
        var started = new StartedProgram(program, isSecondOfItsForm);
        try
        {
            started._gateway = await FirstRequest.Listen(started._fresh.Home.Port, cancel);
            await started._idle.StartDaemonAndSeeHealth(cancel);
            await started._idle.SeePage(cancel);
            await started.FirstLook(cancel);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes one sample of each.</summary>
    public async Task Take(CancellationToken cancel)
    {
        _taken[Version].Add(await Typed("--version"));
        _taken[Status].Add(await Typed("status"));
        _taken[Json].Add(await Typed("status", "--json"));
        _taken[Look].Add(await FirstLook(cancel));
    }

    /// <summary>What was taken.</summary>
    /// <param name="floor">The name of the reference.</param>
    public IEnumerable<Series> Series(string floor) => _taken.Keys.Select(what => Of(what) with { Reference = floor });

    public async ValueTask DisposeAsync()
    {
        await _fresh.DisposeAsync();
        await _idle.DisposeAsync();
        if (_gateway is not null) await _gateway.DisposeAsync();
    }

    private Series Of(string what) => new($"{what}{_suffix}", "ms", _taken[what]);

    // From before the process is made to its end, what it says read to its end.
    private async Task<double> Typed(params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var program = _idle.Type(arguments);
        if (await program.Exit(Limit) != 0) Failures++;
        return clock.Elapsed.TotalMilliseconds;
    }

    private async Task<double> FirstLook(CancellationToken cancel)
    {
        _gateway!.Forget();
        var began = Stopwatch.GetTimestamp();
        using var daemon = _fresh.StartDaemon();
        var took = Stopwatch.GetElapsedTime(began, await _gateway.Came(Limit, cancel)).TotalMilliseconds;
        await daemon.Stop();
        return took;
    }
}
