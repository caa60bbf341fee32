using OpenClaw.Host.Cli;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Direct;
using Spectre.Console;

namespace OpenClaw.Host.Demo;

/// <summary><c>demo</c>: breaks a gateway in four ways and shows each tier heal it. Nothing is left behind, also after Ctrl-C.</summary>
public static class DemoCommand
{
    /// <summary>Runs the demo. Returns 0 only when all was as it should be, 1 when something was not, 2 when it cannot be run as asked.</summary>
    public static Task<int> Run(DemoOptions options, CancellationToken cancel) => Run(options, Terminal.Of(Console.Out, TextRows.DefaultWidth), Console.Error, cancel);

    /// <summary>The same with other places for the output.</summary>
    internal static async Task<int> Run(DemoOptions options, IAnsiConsole console, TextWriter errors, CancellationToken cancel)
    {
        string? openClaw = null;
        if (options.Real && (openClaw = InstalledOpenClaw.Find(options.OpenClaw, Environment.GetEnvironmentVariable("PATH"))) is null)
        {
            await errors.WriteLineAsync($"no openclaw program {(options.OpenClaw is { } given ? $"at {given}" : "on PATH")}: install OpenClaw, give its path with --openclaw, or leave out --real");
            return ExitCodes.Usage;
        }

        using var stop = new StopSignals(cancel);
        var time = TimeProvider.System;
        var start = time.GetUtcNow();
        var pace = openClaw is null ? DemoPace.StandIn : DemoPace.Real;
        using var warnings = new WarningTail();
        DemoReport report;
        await using (var view = DemoView.For(console, options.Plain, start, time))
        {
            var results = await Play(new DemoLog(time, view.Show), pace, openClaw, warnings, time, stop.Token);
            report = new DemoReport(results, time.GetUtcNow() - start);
        }

        if (stop.Token.IsCancellationRequested) return stop.ExitCode ?? ExitCodes.Unhealthy;
        console.WriteLine();
        console.Write(DemoTable.Draw(report, console.Profile.Width));
        if (report.ExitCode != ExitCodes.Ok)
            foreach (var line in warnings.Lines) console.WriteLine(line);
        return report.ExitCode;
    }

    private static async Task<IReadOnlyList<ActResult>> Play(
        DemoLog log, DemoPace pace, string? openClaw, WarningTail warnings, TimeProvider time, CancellationToken cancel)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(warnings));
        using var folder = DemoFolder.Create();
        using var local = LocalProcesses.ForThisSystem(time, loggers);
        var gateway = openClaw is null ? DemoGateway.StandIn(folder.Path, pace) : DemoGateway.Real(folder.Path, pace, openClaw);
        using var process = new DirectGatewayProcess(gateway.Process, local, time, loggers.CreateLogger<DirectGatewayProcess>());
        var doctor = new StandInDoctor(gateway.Config.Path, Path.Combine(folder.Path, "healer"), time, pace.Thinking, say => log.Add(new DemoEvent.DoctorDid(log.Now, say)));
        var stage = new DemoStage(gateway, process, local, doctor);
        await using var discord = await DiscordSink.Start(message => log.Add(new DemoEvent.Got(log.Now, message)), cancel);

        using var total = new CancellationTokenSource(pace.Total, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, total.Token);
        using var healer = DemoHealer.Build(gateway, process, doctor, discord.Webhook, pace, log, warnings, onLost: end.Cancel);
        try
        {
            log.Add(new DemoEvent.Remark(log.Now, $"{(openClaw is null ? "a stand-in gateway" : openClaw)} on {gateway.Url.Authority}, in {folder.Path}"));
            await gateway.Config.PutRight(end.Token);
            await stage.Start(end.Token);
            await healer.StartAsync(end.Token);
            return await new DemoScenario(stage, log, pace, time).Play(DemoAct.All, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return [.. DemoAct.All.Select(ActResult.NotShown)];
        }
        finally
        {
            await healer.StopAsync(CancellationToken.None);
            await stage.Clear(pace.ForcedWait);
        }
    }
}
