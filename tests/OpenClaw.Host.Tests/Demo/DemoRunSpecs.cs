using System.Text.RegularExpressions;
using OpenClaw.Host.Processes.Linux;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Demo;

/// <summary>The demo as a user starts it.</summary>
public sealed class DemoRunSpecs : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("demo-run-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task All_four_tiers_heal_within_90_seconds_and_nothing_is_left_behind()
    {
        using var demo = new DemoProgram(_folder.FullName, "demo");

        var code = await demo.Exit(Longest);

        code.ShouldBe(0, $"{demo.Output} {demo.Errors}");
        foreach (var tier in (string[])["1 watchdog", "2 health check", "3 doctor", "4 human"]) demo.Output.ShouldContain($"as it should be: tier {tier}");
        demo.Output.ShouldContain("All 4 acts went as they should");
        demo.Output.ShouldNotContain("\u001b");
        await NothingIsLeft(_folder, demo);
    }

    [Fact]
    public async Task Without_an_openclaw_the_real_demo_says_so_in_one_line_and_ends_with_2()
    {
        using var demo = new DemoProgram(_folder.FullName, "demo", "--real", "--openclaw", Path.Combine(_folder.FullName, "openclaw"));

        (await demo.Exit(Longest)).ShouldBe(2);
        await demo.Until(d => d.Errors.EndsWith('\n'), Longest);
        demo.Errors.ShouldContain("install OpenClaw");
        Regex.Count(demo.Errors, "\n").ShouldBe(1);
        demo.Output.ShouldBeEmpty();
    }

    /// <summary>No folder and no process of this demo.</summary>
    internal static async Task NothingIsLeft(DirectoryInfo folder, DemoProgram demo)
    {
        folder.EnumerateFileSystemInfos("openclaw-actors-demo-*").ShouldBeEmpty();
        if (!OperatingSystem.IsLinux()) Assert.Skip("The process table is read from /proc here; the folder was checked.");
        var left = (await new LinuxProcessTable().All(default)).Where(p => p.Arguments.Contains("demo-gateway") && p.Arguments.Contains($"{demo.Pid}"));
        left.ShouldBeEmpty();
    }
}
