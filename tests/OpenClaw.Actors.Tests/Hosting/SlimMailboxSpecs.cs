using Akka.Actor;
using Akka.Dispatch;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>What Akka may expect of a mailbox, kept by ours.</summary>
public sealed class SlimMailboxSpecs : ActorSpecs
{
    private readonly SlimMessages _queue = new();

    [Fact]
    public void It_is_that_of_every_actor()
    {
        Sys.Mailboxes.Lookup(Mailboxes.DefaultMailboxId).ShouldBeOfType<SlimMailbox>();
        Sys.Mailboxes.LookupByQueueType(typeof(IDequeBasedMessageQueueSemantics)).ShouldBeOfType<SlimMailbox>();
    }

    [Fact]
    public void What_comes_first_goes_first_and_an_empty_one_says_so()
    {
        _queue.HasMessages.ShouldBeFalse();
        _queue.TryDequeue(out _).ShouldBeFalse();
        for (var round = 0; round < 3; round++)
        {
            foreach (var number in Enumerable.Range(0, 50)) Put(number);
            (_queue.HasMessages, _queue.Count).ShouldBe((true, 50));
            All().ShouldBe(Enumerable.Range(0, 50));
            (_queue.HasMessages, _queue.Count).ShouldBe((false, 0));
        }
    }

    [Fact]
    public void What_a_stash_gives_back_goes_before_what_waits()
    {
        Put(3);
        _queue.EnqueueFirst(Of(2));
        _queue.EnqueueFirst(Of(1));
        Put(4);
        _queue.Count.ShouldBe(4);
        All().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Nothing_is_lost_and_each_senders_mail_stays_in_order_however_many_send_at_once()
    {
        const int each = 20_000;
        var senders = Enumerable.Range(0, 4).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < each; i++) _queue.Enqueue(ActorRefs.Nobody, new Envelope((sender, i), ActorRefs.Nobody));
        })).ToArray();
        var (next, taken) = (new int[senders.Length], 0);
        while (taken < each * senders.Length)
        {
            if (!_queue.TryDequeue(out var envelope)) continue;
            var (sender, number) = ((int, int))envelope.Message;
            number.ShouldBe(next[sender]++);
            taken++;
        }

        await Task.WhenAll(senders);
        _queue.HasMessages.ShouldBeFalse();
    }

    [Fact]
    public async Task A_letter_that_comes_as_its_reader_goes_to_rest_is_not_left_lying()
    {
        // As Akka's mailbox does it: who sends has the reader run unless it is at work; who has read all says that it rests, and then looks once more.
        const int letters = 500_000;
        var (isAtWork, read) = (1, 0);
        using var runs = new SemaphoreSlim(0);
        var reader = Task.Run(async () =>
        {
            while (true)
            {
                while (_queue.TryDequeue(out _)) Volatile.Write(ref read, read + 1);
                if (read == letters) return;
                Interlocked.CompareExchange(ref isAtWork, 0, 1);
                if (_queue.HasMessages && Interlocked.CompareExchange(ref isAtWork, 1, 0) == 0) continue;
                (await runs.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue($"letter {read + 1} lies there, and nobody was woken for it");
            }
        });
        for (var i = 0; i < letters && !reader.IsCompleted; i++)
        {
            _queue.Enqueue(ActorRefs.Nobody, Of(i));
            if (Volatile.Read(ref isAtWork) == 0 && Interlocked.CompareExchange(ref isAtWork, 1, 0) == 0) runs.Release();
            // The next one comes when this one has been read: just as the reader goes to rest.
            SpinWait.SpinUntil(() => Volatile.Read(ref read) > i || reader.IsCompleted);
        }

        await reader;
        read.ShouldBe(letters);
    }

    [Fact]
    public void What_was_taken_out_is_not_held_on_to()
    {
        var message = Pass();
        GC.Collect();
        message.IsAlive.ShouldBeFalse();
        GC.KeepAlive(_queue);
    }

    [Fact]
    public void What_is_left_over_goes_to_the_dead_letters()
    {
        var letters = new SlimMessages();
        Put(2);
        _queue.EnqueueFirst(Of(1));
        _queue.CleanUp(ActorRefs.Nobody, letters);
        _queue.HasMessages.ShouldBeFalse();
        letters.Count.ShouldBe(2);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference Pass()
    {
        var message = new object();
        _queue.Enqueue(ActorRefs.Nobody, new Envelope(message, ActorRefs.Nobody));
        _queue.TryDequeue(out var envelope).ShouldBeTrue();
        envelope.Message.ShouldBeSameAs(message);
        return new WeakReference(message);
    }

    private void Put(int number) => _queue.Enqueue(ActorRefs.Nobody, Of(number));

    private List<int> All()
    {
        var all = new List<int>();
        while (_queue.TryDequeue(out var envelope)) all.Add((int)envelope.Message);
        return all;
    }

    private static Envelope Of(int number) => new(number, ActorRefs.Nobody);
}
