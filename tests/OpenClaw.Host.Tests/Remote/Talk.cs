using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Host.Remote;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>A talk on a clock of its own, whose desk, book and voice keep what they are told.</summary>
internal sealed class Talk : IRemoteDesk, IRemoteBook, IRemoteVoice, IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly RemoteOrder Order = new RemoteOrder.Ack("ack", "main-1: nobody is reminded of it any more.", new GatewayId("main"), "main-1");

    private int _codes;

    public Talk(string users = "1", string chats = "1") => Parts = new RemoteTalk(new RemoteSession(new RemoteAllowList(users.Split(',').ToHashSet(), chats.Split(',').ToHashSet()), ["main"]), this, this, this)
    {
        Code = () => $"{Interlocked.Increment(ref _codes):D6}",
    };

    public FakeTimeProvider Clock { get; } = new(Start);

    public RemoteTalk Parts { get; }

    public ConcurrentQueue<RemoteEntry> Notes { get; } = new();

    public ConcurrentQueue<(RemoteMessage To, string Text)> Answers { get; } = new();

    public ConcurrentQueue<RemoteOrder> Deeds { get; } = new();

    /// <summary>What is decided.</summary>
    public Func<RemoteCommand, Task<RemotePlan>> Plan { get; set; } = static _ => Task.FromResult(new RemotePlan(Order));

    /// <summary>What comes of a deed.</summary>
    public Func<RemoteOrder, Task<RemoteDone>> Deed { get; set; } = static _ => Task.FromResult(new RemoteDone(true, "main-1 is acknowledged"));

    public ActorSystem System => field ??= ActorSystem.Create("talk", TimeProviderScheduler.UseClock(Clock).WithFallback(ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }")));

    public Props Props
    {
        get
        {
            var parts = Parts;
            return Props.Create(() => new RemoteTalkActor(parts));
        }
    }

    public Task<string> Look(RemoteCommand command, CancellationToken cancel) => Task.FromResult("main: ready");

    public Task<RemotePlan> Prepare(RemoteCommand command, CancellationToken cancel) => Plan(command);

    public Task<RemoteDone> CarryOut(RemoteOrder order, CancellationToken cancel)
    {
        Deeds.Enqueue(order);
        return Deed(order);
    }

    public Task Note(RemoteEntry entry, CancellationToken cancel)
    {
        Notes.Enqueue(entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<RemoteEntry>> Of(string incident, CancellationToken cancel) => Task.FromResult<IReadOnlyList<RemoteEntry>>([.. Notes]);

    public Task<string?> Answer(RemoteMessage to, string text, CancellationToken cancel)
    {
        Answers.Enqueue((to, text));
        return Task.FromResult<string?>(null);
    }

    public async ValueTask DisposeAsync() => await System.Terminate();
}
