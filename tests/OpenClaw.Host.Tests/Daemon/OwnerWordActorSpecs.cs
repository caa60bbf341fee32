using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Daemon;

/// <summary>What the owner wrote down reaches the brain.</summary>
public sealed class OwnerWordActorSpecs : IAsyncDisposable
{
    private static readonly GatewayId Main = new("main");
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Hardly = TimeSpan.FromHours(1);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("owner-");
    private readonly ActorSystem _system = ActorSystem.Create("owner", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }"));
    private readonly ConcurrentQueue<OperatorSaid> _heard = new();

    private OwnerWordFile Word => new(_home.FullName, Main);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_pause_from_before_the_daemon_is_heard_again_and_again()
    {
        var (since, until) = (Now.AddHours(-1), Now.AddHours(1));
        await Say(_ => new OwnerWord(since, until, "a new\ndisk", null));
        Listen(Often);
        await Eventually.Holds(() => _heard.Count >= 3, "the pause is told three times");
        _heard.ShouldAllBe(said => said == new OperatorSaid(Main, since, OperatorCommand.Pause, until, "a new disk"));
    }

    [Fact]
    public async Task An_order_is_heard_when_it_is_written_not_when_it_is_looked_for()
    {
        Listen(Hardly);
        var since = Now;
        await Say(_ => new OwnerWord(since, null, null, null));
        await Eventually.Holds(() => _heard.Contains(new OperatorSaid(Main, since, OperatorCommand.Pause)), "the pause is told");
        await Say(_ => OwnerWord.None);
        await Eventually.Holds(() => _heard.Any(static said => said.Command == OperatorCommand.Resume), "its end is told");
    }

    [Fact]
    public async Task A_pause_that_is_over_is_neither_told_nor_resumed()
    {
        await Say(_ => new OwnerWord(Now.AddHours(-2), Now.AddHours(-1), null, null));
        Listen(Often);
        await Say(_ => OwnerWord.None with { StartAskedAt = Now });
        await Eventually.Holds(() => !_heard.IsEmpty, "the start is told");
        _heard.ShouldHaveSingleItem().Command.ShouldBe(OperatorCommand.Start);
    }

    [Fact]
    public async Task A_start_is_told_once()
    {
        var asked = Now.AddMinutes(-9);
        await Say(_ => OwnerWord.None with { StartAskedAt = asked });
        var lost = new ConcurrentQueue<object>();
        _system.EventStream.Subscribe(_system.ActorOf(Props.Create(() => new LostMail(lost))), typeof(Akka.Event.UnhandledMessage));
        Listen(Often);
        await Eventually.Holds(() => !_heard.IsEmpty, "the start is told");

        // A pause that is told twice proves that the file was looked at again and again meanwhile.
        await Say(old => old with { PausedSince = Now });
        await Eventually.Holds(() => _heard.Count(static said => said.Command == OperatorCommand.Pause) >= 2, "the pause is told");
        _heard.Where(static said => said.Command == OperatorCommand.Start).ShouldBe([new OperatorSaid(Main, asked, OperatorCommand.Start)]);
        lost.ShouldBeEmpty("no mail may be lost");
    }

    [Fact]
    public async Task An_approval_is_told_once_with_what_it_is_for_and_not_after_an_hour()
    {
        var yes = new ApprovedWord(Now.AddMinutes(-59), "main-20261123-120000", "m1");
        await Say(_ => OwnerWord.None with { Approved = yes });
        Listen(Often);
        await Eventually.Holds(() => !_heard.IsEmpty, "the approval is told");
        await Say(old => old with { Approved = yes with { At = Now.AddMinutes(-61), Mark = "m0" }, PausedSince = Now });
        await Eventually.Holds(() => _heard.Count(static said => said.Command == OperatorCommand.Pause) >= 2, "the pause is told");
        _heard.Where(static said => said.Command == OperatorCommand.Approve)
            .ShouldBe([new OperatorSaid(Main, yes.At, OperatorCommand.Approve) { Incident = new IncidentId(yes.Incident), Mark = "m1" }]);
    }

    [Fact]
    public async Task An_acknowledgement_is_told_once_with_its_incident_however_old_it_is_and_is_then_gone_from_the_file()
    {
        var seen = new AcknowledgedWord(Now.AddDays(-2), "main-20261123-120000");
        await Say(_ => OwnerWord.None with { Acknowledged = seen });
        Listen(Often);
        await Eventually.Holds(async () => (await Word.Read(CancellationToken.None)).Acknowledged is null, "it is taken out of the file");
        await Say(old => old with { PausedSince = Now });
        await Eventually.Holds(() => _heard.Count(static said => said.Command == OperatorCommand.Pause) >= 2, "the pause is told");
        _heard.Where(static said => said.Command == OperatorCommand.Acknowledge).ShouldBe([new OperatorSaid(Main, seen.At, OperatorCommand.Acknowledge) { Incident = new IncidentId(seen.Incident) }]);
    }

    [Fact]
    public async Task A_start_of_long_ago_is_not_told()
    {
        await Say(_ => new OwnerWord(Now, null, null, Now.AddMinutes(-11)));
        Listen(Often);
        await Eventually.Holds(() => _heard.Count >= 2, "the pause is told twice");
        _heard.ShouldAllBe(static said => said.Command == OperatorCommand.Pause);
    }

    [Fact]
    public async Task Without_a_word_nothing_is_said_and_a_broken_file_is_outlived()
    {
        Word.PrepareFolder();
        await File.WriteAllTextAsync(Path.Combine(Word.Folder, OwnerWordFile.Name), "{ \"version\": 7, ");
        Listen(Often);
        await Say(_ => OwnerWord.None with { StartAskedAt = Now });
        await Eventually.Holds(() => !_heard.IsEmpty, "the start is told");
        _heard.ShouldHaveSingleItem().Command.ShouldBe(OperatorCommand.Start);
    }

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _home.Delete(recursive: true);
    }

    private Task<OwnerWord> Say(Func<OwnerWord, OwnerWord> change) => Word.Change(change, CancellationToken.None);

    private void Listen(TimeSpan interval)
    {
        var (file, heard) = (Word, _heard);
        var brain = _system.ActorOf(Props.Create(() => new Brain(heard)));
        _system.ActorOf(Props.Create(() => new OwnerWordActor(Main, file, brain, interval)));
    }

    private sealed class Brain : ReceiveActor
    {
        public Brain(ConcurrentQueue<OperatorSaid> heard) => Receive<OperatorSaid>(heard.Enqueue);
    }

    private sealed class LostMail : ReceiveActor
    {
        public LostMail(ConcurrentQueue<object> lost) => Receive<Akka.Event.UnhandledMessage>(m => lost.Enqueue(m.Message));
    }
}
