using OpenClaw.Actors.Doctoring;
using OpenClaw.StandIns.MessagesApi;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

/// <summary>A class of its own, as it takes its time and classes run side by side.</summary>
public sealed class ClaudeCodeReportTimeSpecs
{
    [Fact]
    public async Task Before_its_time_is_over_the_doctor_is_interrupted_and_writes_its_report()
    {
        // It would go on for ever, and only changes its mind when it is told to.
        await using var bench = await DoctorBench.Open(static b => new Scenario
        {
            Answer = r => !r.UserTexts.Any(static text => text.Contains("time is nearly over")) ? Turn.Bash("openclaw status")
                : File.Exists(b.Folder.DoctorReport) ? Turn.Say("The report is written.")
                : b.Report("Ran out of time."),
        });
        bench.Witness("sleep 0.2");
        bench.Options = bench.Options with { MaxTurns = 100_000, MaxBudgetUsd = 1_000_000 };

        (await bench.Doctor().Treat(bench.Case(left: TimeSpan.FromSeconds(30)), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>().Note.ShouldBe("The report is written.");

        (await File.ReadAllTextAsync(bench.Folder.DoctorReport)).ShouldContain("Ran out of time.");
    }
}
