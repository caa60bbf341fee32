using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Hangs;
using OpenClaw.Host.Processes.MacOS;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public sealed class HangReportsSpec : IAsyncLifetime
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Workshop _workshop = new();
    private readonly int _port = Workshop.FreePort();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    private string Folder => _workshop.PathOf("gateways/main/evidence");

    [Fact]
    public async Task A_report_shows_the_threads_the_files_the_port_and_the_last_lines()
    {
        var process = await Hanging();

        var note = await Capture(process, "booting\nset gateway.auth.token: \"hunter2hunter2\"\n\u001b[31mand then nothing\u202e");

        var path = Directory.GetFiles(Folder).ShouldHaveSingleItem();
        note.ShouldBe($"report in {path}; ");
        var text = File.ReadAllText(path);
        text.ShouldContain(process.Identity.ToString());
        foreach (var part in new[] { "status", "waits in the kernel at", "kernel stack", "bytes read and written", "open files", "threads (cpu", "descendants", "last lines of its log" })
            text.ShouldContain($"== {part}");
        text.ShouldContain("State:");
        text.ShouldContain("OpenClaw.Dummy state=S");
        text.ShouldContain($":{_port:X4} ");
        text.ShouldContain("and then nothing");
        text.ShouldNotContain("hunter2");
        text.ShouldNotContain("\u001b");
        text.ShouldNotContain("\u202e");
        (await _workshop.IsAlive(process.Identity)).ShouldBeTrue("a look ends nothing");
    }

    [Fact]
    public async Task Reports_are_for_the_owner_only_and_the_newest_are_kept()
    {
        var process = await Hanging();
        await Capture(process, "");
        File.GetUnixFileMode(Folder).ShouldBe(OwnerOnly | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Directory.GetFiles(Folder).ShouldHaveSingleItem()).ShouldBe(OwnerOnly);

        for (var i = 0; i < HangReports.Kept + 3; i++)
            _workshop.Write($"gateways/main/evidence/20260101T0000{i:00}Z-pid1.txt", "old");
        _workshop.Write("gateways/main/evidence/notes.md", "not ours");
        await Capture(process, "");

        var left = Directory.GetFiles(Folder).Select(Path.GetFileName).ToList();
        left.Count.ShouldBe(HangReports.Kept + 1);
        left.ShouldContain("notes.md");
        left.ShouldContain("20260101T000022Z-pid1.txt");
        left.ShouldNotContain("20260101T000000Z-pid1.txt");
    }

    [Fact]
    public async Task A_report_is_not_larger_than_its_limit_and_keeps_the_end_of_the_log()
    {
        await Capture(await Hanging(), string.Concat(Enumerable.Repeat("ährenfeld und mehr davon\n", 40_000)) + "the very last line");

        var path = Directory.GetFiles(Folder).ShouldHaveSingleItem();
        new FileInfo(path).Length.ShouldBeLessThanOrEqualTo(HangReports.LargestFile);
        File.ReadAllText(path).ShouldContain("the very last line");
    }

    [Fact]
    public async Task What_never_answers_is_cut_off_and_the_rest_is_kept()
    {
        var process = await Hanging();
        var time = new TimeWithKnownTimers();
        var capture = new HangReports(Folder, _workshop.Local, time).Capture(
            process,
            _port,
            static async _ =>
            {
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                return "";
            },
            CancellationToken.None);

        await time.IsWaitedFor(HangReports.LookLimit).Soon();
        time.Advance(HangReports.LookLimit);

        await capture.Soon();
        (await capture).ShouldStartWith("report in ");
        File.ReadAllText(Directory.GetFiles(Folder).ShouldHaveSingleItem()).ShouldContain("== not complete");
    }

    [Fact]
    public async Task A_process_that_a_signal_has_stopped_is_not_looked_at_for_a_second_time()
    {
        var process = await Hanging();
        await _workshop.Pause(process.Identity);

        // Its clock stands still: a wait between two looks would never be over.
        await new HangReports(Folder, _workshop.Local, new FakeTimeProvider()).Capture(process, _port, static _ => Task.FromResult(""), CancellationToken.None).Soon();

        var text = File.ReadAllText(Directory.GetFiles(Folder).ShouldHaveSingleItem());
        text.ShouldContain("OpenClaw.Dummy state=T cpu=0");
        text.ShouldNotContain("not complete");
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_said_to_be_so()
    {
        await new HangReports(Folder, _workshop.Local, TimeProvider.System).Capture(
            await Hanging(), _port, static _ => throw new IOException("the disk is gone"), CancellationToken.None).Soon();

        File.ReadAllText(Directory.GetFiles(Folder).ShouldHaveSingleItem()).ShouldContain("the disk is gone");
    }

    [Fact]
    public async Task A_stop_that_is_called_off_takes_no_report()
    {
        var process = await Hanging();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            new HangReports(Folder, _workshop.Local, TimeProvider.System).Capture(process, _port, static _ => Task.FromResult(""), cancel.Token).Soon());
    }

    [Fact]
    public async Task On_macOS_the_call_stacks_are_samples()
    {
        const string Recorded = "Analysis of sampling openclaw-gateway (pid 4242) every 1 millisecond\nCall graph:\n    870 Thread_1   DispatchQueue_1: com.apple.main-thread  (serial)\n      870 uv_run  (in node) + 412\n";
        _workshop.Write("stacks", Recorded);
        var report = await Sampled($"#!/bin/sh\necho \"$@\" > '{_workshop.PathOf("sample-call")}'\ncat '{_workshop.PathOf("stacks")}'\n");

        File.ReadAllText(_workshop.PathOf("sample-call")).ShouldEndWith(" 1 -mayDie -file /dev/stdout\n");
        report.ShouldContain("870 uv_run  (in node) + 412");
        report.ShouldContain("TCP 127.0.0.1:18789 (LISTEN)");
    }

    [Fact]
    public async Task A_sample_that_is_refused_is_said_to_be_so() =>
        (await Sampled("#!/bin/sh\necho 'sample cannot examine process 4242 because it no longer appears to be running.' >&2\nexit 1\n")).ShouldContain("no longer appears");

    private async Task<string> Sampled(string sample)
    {
        var process = await Hanging();
        var report = new HangReport(process, _port, DateTimeOffset.UnixEpoch);
        var lsof = _workshop.WriteScript("lsof", "#!/bin/sh\necho 'openclaw-gatewa 4242 alice 21u IPv4 0x1 0t0 TCP 127.0.0.1:18789 (LISTEN)'\n");
        await new SampleHangWitness(new HostCommand(_workshop.WriteScript("sample", sample), TimeProvider.System), new HostCommand(lsof, TimeProvider.System))
            .Describe(process, _port, report, CancellationToken.None);
        return report.ToString();
    }

    private async Task<ProcessEntry> Hanging()
    {
        var process = await _workshop.Orphan("hang", _port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return (await _workshop.Local.Table.Find(process.Pid, CancellationToken.None))!;
    }

    private Task<string> Capture(ProcessEntry process, string log) =>
        new HangReports(Folder, _workshop.Local, TimeProvider.System).Capture(process, _port, _ => Task.FromResult(log), CancellationToken.None).Soon();

    /// <summary>A clock that stands still until it is moved, and tells when somebody waits for a certain time.</summary>
    private sealed class TimeWithKnownTimers : FakeTimeProvider
    {
        private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _waited = [];

        public Task IsWaitedFor(TimeSpan time) => _waited.GetOrAdd(time, static _ => new()).Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waited.GetOrAdd(dueTime, static _ => new()).TrySetResult();
            return timer;
        }
    }
}
