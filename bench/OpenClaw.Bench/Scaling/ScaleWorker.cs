using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Bench.Measuring;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Probes;

namespace OpenClaw.Bench.Scaling;

/// <summary>Runs as many gateways' subtrees as it is asked to, or asks as often without them, and measures itself.</summary>
internal static class ScaleWorker
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Does it.</summary>
    public static async Task<ScaleOutcome> Run(ScaleRequest request, CancellationToken cancel)
    {
        var (tally, chance) = (new Tally(), new Random(request.Gateways));
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddHealthProbe();
        if (!request.IsBare) builder.Services.AddAkka("openclaw", (akka, services) => Wire(akka, request, tally, chance, services.GetRequiredService<IHttpClientFactory>()));
        using var host = builder.Build();
        await host.StartAsync(cancel);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var asking = request.IsBare ? BareAsking.Start(host.Services.GetRequiredService<IHttpClientFactory>(), request, tally, chance, over.Token) : Task.CompletedTask;

        await Task.Delay(request.Settle, cancel);
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        tally.IsOpen = true;
        await Task.Delay(request.Watch, cancel);
        tally.IsOpen = false;
        var spent = Environment.CpuUsage.TotalTime - before;
        var resident = ProcessCost.Of(Environment.ProcessId).ResidentMegabytes;
        var heap = GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
        await over.CancelAsync();
        await asking;
        // The process ends with this; an orderly end of ten thousand subtrees is not what is measured.
        var delays = new Series("delays", "ms", [.. tally.Delays.DefaultIfEmpty(0)]);
        return new ScaleOutcome(tally.Looks, tally.Failed, tally.Stuck, spent.TotalMilliseconds / request.Watch.TotalMinutes, resident, heap, delays.Median, delays.P99, delays.Max);
    }

    private static void Wire(AkkaConfigurationBuilder akka, ScaleRequest request, Tally tally, Random chance, IHttpClientFactory clients)
    {
        GatewayParts[] gateways = [.. Enumerable.Range(1, request.Gateways).Select(number => Gateway(number, request.Url, isStuck: false))];
        if (request.Stuck is { } stuck) gateways = [.. gateways, Gateway(request.Gateways + 1, stuck, isStuck: true)];
        var parts = new HealerParts(gateways, [new LogNotifier(NullLogger<LogNotifier>.Instance, Severity.Info)], new InMemoryIncidentJournal());
        akka.AddHocon(HoconFile.Read(Path.Combine(AppContext.BaseDirectory, "hocon", "akka.conf")).Config, HoconAddMode.Prepend)
            .ConfigureLoggers(static loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .WithOpenClaw(parts, static () => Environment.FailFast("the healer was lost"));

        GatewayParts Gateway(int number, Uri url, bool isStuck)
        {
            // Each its own pause, and its own beginning within the first.
            var pause = request.Pause * (0.9 + chance.NextDouble() / 5);
            var probe = new TimedProbe(new HttpHealthProbe(clients, url, ProbeTimeout, TimeProvider.System), pause, request.Pause * chance.NextDouble(), isStuck, tally);
            return new GatewayParts(new GatewayId($"g{number}"), new SteadyProcess(number), probe, [], new GatewayPolicy { ProbeInterval = pause });
        }
    }
}
