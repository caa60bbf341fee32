using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Remote;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>Who may order what, and what a code is good for.</summary>
public sealed class RemoteSessionSpecs
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly RemoteSender Owner = new("telegram", "1", "1");
    private static readonly RemoteSender OwnerInGroup = new("telegram", "-100", "1");
    private static readonly RemoteSender Partner = new("telegram", "-100", "2");
    private static readonly RemoteOrder Pause = new RemoteOrder.Pause("pause 1800s", "main: hands off for 30 min.", new GatewayId("main"), TimeSpan.FromMinutes(30), null);
    private static readonly RemoteOrder Restart = new RemoteOrder.Restart("restart", "main is restarted.", new GatewayId("main"), RestartWay.WhenIdle, null);

    private RemoteSession _session = new(new RemoteAllowList(new HashSet<string> { "1", "2" }, new HashSet<string> { "1", "-100" }), ["main"]);
    private DateTimeOffset _now = Start;

    [Theory]
    [InlineData("1", "3")]
    [InlineData("3", "1")]
    [InlineData("1", "-100")]
    [InlineData("", "")]
    public void A_stranger_in_a_known_chat_and_a_known_user_in_a_strange_one_get_no_answer(string chat, string user)
    {
        foreach (var text in new[] { "status", "help", "restart", "123456", "/start" })
            Hear(new RemoteSender("telegram", chat, user), text).ShouldBeOfType<RemoteStep.Silence>();
    }

    [Fact]
    public void Strangers_are_one_line_a_minute_in_the_log_with_ids_only()
    {
        var stranger = new RemoteSender("telegram", "9", "9");
        Hear(stranger, "rm -rf / SECRET").ShouldBe(new RemoteStep.Silence("telegram user 9 in chat 9 is not on the list and was not answered"));
        for (var i = 0; i < 500; i++) Hear(stranger with { User = $"{1000 + i}" }, "SECRET").ShouldBe(new RemoteStep.Silence(null));
        _now += RemoteSession.RateWindow;
        Hear(stranger, "SECRET").ShouldBe(new RemoteStep.Silence("telegram user 9 in chat 9 is not on the list and was not answered (and 500 more messages of strangers before)"));
    }

    [Fact]
    public void What_only_looks_needs_no_code_and_what_acts_is_prepared_first()
    {
        Hear(Owner, "status").ShouldBe(new RemoteStep.Look(new RemoteCommand.Status()));
        Hear(Owner, "incidents").ShouldBe(new RemoteStep.Look(new RemoteCommand.Incidents()));
        Hear(Owner, "help").ShouldBeOfType<RemoteStep.Say>().Text.ShouldContain("pause [GATEWAY] 30m");
        foreach (var acts in new[] { "ack", "pause 30m", "resume", "approve", "undo", "restart" }) Hear(Partner, acts).ShouldBeOfType<RemoteStep.Prepare>(acts);
    }

    [Fact]
    public void A_code_carries_out_exactly_what_was_offered_with_it_and_once()
    {
        Offer(Owner, Pause, "123456").ShouldBe("main: hands off for 30 min.\n\nTo have exactly this done, send 123456 within 2 minutes.");
        Hear(Owner, "123456").ShouldBe(new RemoteStep.CarryOut(Pause));
        Refused(Owner, "123456").ShouldStartWith("No code is waiting");
        Refused(Owner, "confirm 123456").ShouldStartWith("No code is waiting");
    }

    [Fact]
    public void A_code_may_be_sent_with_its_verb()
    {
        Offer(Owner, Pause, "000042");
        Hear(Owner, "confirm 000042").ShouldBe(new RemoteStep.CarryOut(Pause));
    }

    [Fact]
    public void A_code_is_for_its_user_and_its_chat_only()
    {
        Offer(Owner, Pause, "123456");
        Refused(Partner, "123456").ShouldStartWith("Wrong code");
        Refused(OwnerInGroup, "123456").ShouldStartWith("Wrong code");
        Hear(Owner, "123456").ShouldBe(new RemoteStep.CarryOut(Pause));
    }

    [Fact]
    public void A_code_is_for_the_newest_command_of_its_user_there()
    {
        Offer(Owner, Pause, "111111");
        Offer(Owner, Restart, "222222");
        Refused(Owner, "111111").ShouldStartWith("Wrong code");
        Hear(Owner, "222222").ShouldBe(new RemoteStep.CarryOut(Restart));
    }

    [Fact]
    public void Two_users_wait_beside_each_other()
    {
        Offer(Owner, Pause, "111111");
        Offer(Partner, Restart, "222222");
        Hear(Partner, "222222").ShouldBe(new RemoteStep.CarryOut(Restart));
        Hear(Owner, "111111").ShouldBe(new RemoteStep.CarryOut(Pause));
    }

    [Fact]
    public void A_code_is_good_for_two_minutes()
    {
        Offer(Owner, Pause, "123456");
        _now += RemoteSession.CodeHolds - TimeSpan.FromTicks(1);
        var before = _session;
        Hear(Owner, "123456").ShouldBe(new RemoteStep.CarryOut(Pause));
        _session = before;
        _now += TimeSpan.FromTicks(1);
        Refused(Owner, "123456").ShouldStartWith("No code is waiting");
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("１２３４５６")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("123456\u200b")]
    public void What_looks_like_the_code_is_not_it(string code)
    {
        Offer(Owner, Pause, "123456");
        Hear(Owner, $"confirm {code}").ShouldBeOfType<RemoteStep.Say>();
        Hear(Owner, code).ShouldBeOfType<RemoteStep.Say>();
        _session.Pending.Count.ShouldBe(1);
    }

    [Fact]
    public void Three_wrong_codes_drop_everything_that_waits_and_that_is_told()
    {
        Offer(Owner, Pause, "111111");
        Offer(Partner, Restart, "222222");
        Refused(Partner, "000000").ShouldBe("Wrong code. Two more wrong ones drop everything that waits.");
        Refused(OwnerInGroup, "000001").ShouldBe("Wrong code. One more wrong one drops everything that waits.");
        Refused(Partner, "confirm abc").ShouldStartWith("Three wrong codes: everything that waited for one was dropped");
        Refused(Owner, "111111").ShouldStartWith("No code is waiting");
        Refused(Partner, "222222").ShouldStartWith("No code is waiting");
    }

    [Fact]
    public void Wrong_codes_are_forgotten_with_what_waited()
    {
        Offer(Owner, Pause, "111111");
        Refused(Owner, "000000");
        Refused(Owner, "000000");
        _now += RemoteSession.CodeHolds;
        Offer(Owner, Pause, "222222");
        Refused(Owner, "000000").ShouldStartWith("Wrong code. Two more");
        Hear(Owner, "222222").ShouldBe(new RemoteStep.CarryOut(Pause));
    }

    [Fact]
    public void A_daemon_that_was_restarted_knows_no_code_so_that_nothing_is_done_twice()
    {
        var fresh = _session;
        Offer(Owner, Pause, "123456");
        _session = fresh;
        Refused(Owner, "123456").ShouldContain("this daemon was started after it");
    }

    [Fact]
    public void What_was_sent_more_than_two_minutes_ago_is_not_done_and_that_is_said()
    {
        Offer(Owner, Pause, "123456");
        _session.Hear(new RemoteMessage(Owner, "7", "123456", _now - RemoteSession.OldestMessage - TimeSpan.FromSeconds(1)), _now).Step
            .ShouldBeOfType<RemoteStep.Say>().Text.ShouldStartWith("Not done: that came 2 min late");
        _session.Hear(new RemoteMessage(Owner, "7", "123456", _now - RemoteSession.OldestMessage), _now).Step.ShouldBe(new RemoteStep.CarryOut(Pause));
    }

    [Fact]
    public void A_user_is_heard_ten_times_a_minute_wherever_he_writes_and_told_once_that_it_is_too_much()
    {
        for (var i = 0; i < RemoteSession.MostMessages; i++) Hear(i % 2 == 0 ? Owner : OwnerInGroup, "status").ShouldBeOfType<RemoteStep.Look>();
        Hear(Owner, "status").ShouldBeOfType<RemoteStep.Say>().Text.ShouldStartWith("Too many messages");
        for (var i = 0; i < 100; i++) Hear(Owner, "status").ShouldBe(new RemoteStep.Silence(null));
        Hear(Partner, "status").ShouldBeOfType<RemoteStep.Look>("others are not");
        _now += RemoteSession.RateWindow;
        Hear(Owner, "status").ShouldBeOfType<RemoteStep.Look>();
    }

    [Fact]
    public void However_long_what_would_be_done_is_the_code_is_whole()
    {
        var text = Offer(Owner, Pause with { Would = new string('x', 50_000) }, "123456");
        text.Length.ShouldBeLessThan(4096);
        text.ShouldEndWith("…\n\nTo have exactly this done, send 123456 within 2 minutes.");
    }

    private RemoteStep Hear(RemoteSender from, string text)
    {
        (_session, var step) = _session.Hear(new RemoteMessage(from, "7", text, _now), _now);
        return step;
    }

    private string Refused(RemoteSender from, string text)
    {
        var say = Hear(from, text).ShouldBeOfType<RemoteStep.Say>();
        say.Outcome.ShouldStartWith("refused");
        return say.Text;
    }

    private string Offer(RemoteSender to, RemoteOrder order, string code)
    {
        (_session, var text) = _session.Offer(to, order, code, _now);
        return text;
    }
}
