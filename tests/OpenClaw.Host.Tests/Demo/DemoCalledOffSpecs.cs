using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Demo;

/// <summary>The demo, ended by its user before its time.</summary>
public sealed class DemoCalledOffSpecs : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("demo-run-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(2, "kill -9", 130)]
    [InlineData(15, "kill -STOP", 143)]
    public async Task Called_off_in_the_middle_it_leaves_nothing_behind(int signal, string moment, int code)
    {
        using var demo = new DemoProgram(_folder.FullName, "demo", "--plain");
        await demo.Until(d => d.Output.Contains(moment, StringComparison.Ordinal), Longest);

        demo.Send(signal);

        (await demo.Exit(TimeSpan.FromSeconds(20))).ShouldBe(code);
        await DemoRunSpecs.NothingIsLeft(_folder, demo);
    }
}
