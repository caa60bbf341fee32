using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenClaw.Actors.Diagnostics;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using Shouldly;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>The whole healer in a real host, wired as the daemon wires it, on virtual time.</summary>
public abstract class HealerSpecs : ActorSpecs
{
    private IHost _host = null!;
    private int _rootLost;

    /// <summary>The gateway of most specs.</summary>
    protected SimulatedGateway Gateway { get; private set; } = null!;

    /// <summary>The doctor of most specs.</summary>
    protected ScriptedDoctor Doctor { get; } = new("claude-code") { Reply = static _ => new DoctorReply.Unavailable(UnavailableKind.Auth, "not logged in") };

    /// <summary>A channel that wants what a person should see.</summary>
    protected ScriptedNotifier Discord { get; } = new("discord", Severity.Warning);

    /// <summary>The channel that is always there.</summary>
    protected ScriptedNotifier Log { get; } = new("log") { Groups = false };

    /// <summary>The book.</summary>
    protected FailableJournal Journal { get; } = new();

    /// <summary>The ledger's keeper.</summary>
    protected RememberedLedger Ledgers { get; } = new();

    /// <summary>The news that is not told yet; null: it lives in memory only.</summary>
    protected RememberedOutbox? Outbox { get; init; }

    /// <summary>Who plays the parts of the healer's tree.</summary>
    private protected Func<TreePart, Props, Props> Cast { get; init; } = static (_, real) => real;

    /// <summary>What may have blocked the gateway.</summary>
    protected SimulatedCauses Causes { get; } = new();

    /// <summary>As it is shipped: the log is told at once, people after a moment in which it may be over.</summary>
    protected Func<INotifier, ChannelManners> Manners { get; init; } = static n => new ChannelManners(n.Floor) { Hold = n.Name == "log" ? TimeSpan.Zero : TimeSpan.FromSeconds(60) };

    /// <summary>The policy.</summary>
    protected virtual GatewayPolicy Policy { get; } = new() { Probation = TimeSpan.FromSeconds(10) };

    /// <summary>How often the host was told that the root is lost.</summary>
    protected int RootLost => _rootLost;

    /// <summary>The titles of what was told on Discord.</summary>
    protected IReadOnlyList<string> DiscordTitles => [.. Discord.Told.Select(a => a.Title)];

    /// <summary>The events of the gateway so far, by kind.</summary>
    protected IReadOnlyList<string> Kinds => [.. Journal.Of(Main).Select(e => e.GetType().Name)];

    /// <summary>The healer's parts.</summary>
    protected virtual IReadOnlyList<GatewayParts> Gateways() => [new GatewayParts(Main, Gateway, Gateway, [Doctor], Policy) { Causes = Causes }];

    /// <inheritdoc/>
    protected override async Task<ActorSystem> StartSystem()
    {
        Gateway = new SimulatedGateway(Clock).Start();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddAkka("healer", (akka, _) => akka
            .AddHocon(VirtualTime.WithFallback(ConfigurationFactory.ParseString(
                """akka.actor.guardian-supervisor-strategy = "Akka.Actor.StoppingSupervisorStrategy" """)), HoconAddMode.Prepend)
            .WithOpenClaw(new HealerParts(Gateways(), [Discord, Log], Journal) { Ledgers = Ledgers, Outbox = Outbox, Cast = Cast, Manners = Manners }, () => Interlocked.Increment(ref _rootLost)));
        _host = builder.Build();
        await _host.StartAsync();
        return _host.Services.GetRequiredService<ActorSystem>();
    }

    /// <inheritdoc/>
    protected override async Task StopSystem()
    {
        var counted = await (await Sys.ActorSelection("/user/lost-mail").ResolveOne(TimeSpan.FromSeconds(10))).Ask<LostMailActor.LostMail>(new LostMailActor.HowMany());
        await _host.StopAsync();
        _host.Dispose();
        if (!LosesMail) counted.Count.ShouldBe(LostMail.Count, "the healer counts all lost mail");
    }

    /// <summary>What happened, for failures.</summary>
    protected string Story => string.Join("\n", Journal.Events.Select(e => $"{e.At:HH:mm:ss} {Telling.Line(e)}"));

    /// <summary>Steps until the incident of the gateway is resolved.</summary>
    protected Task<TimeSpan> Healed(double withinSeconds) =>
        StepUntil(() => Journal.Of(Main) is [.., Resolved], TimeSpan.FromSeconds(withinSeconds), $"not healed within {withinSeconds} s\n{Story}");

    /// <summary>Tells a fact or order to a gateway's supervisor.</summary>
    protected void TellSupervisor(object message) => Sys.ActorSelection($"/user/gateways/{Main}").Tell(message, ActorRefs.NoSender);
}
