using OpenClaw.Host.Service;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Service;

/// <summary>Which program, and which PATH, the service gets.</summary>
public sealed class ServiceProgramSpecs : IDisposable
{
    private readonly ServiceBench _bench = new();

    [Fact]
    public void A_program_of_its_own_is_taken_as_it_is()
    {
        var program = ServiceProgram.Find(["/opt/oc/openclaw-actors"], "/usr/bin");
        program.Command.ShouldBe(["/opt/oc/openclaw-actors"]);
        program.Fleeting.ShouldBeNull();
    }

    [Fact]
    public void A_link_in_PATH_that_leads_to_it_is_taken_as_that_is_moved_by_an_upgrade()
    {
        var program = _bench.Write("versions/1.2/openclaw-actors", "");
        Directory.CreateDirectory(Path.Combine(_bench.Home, "bin"));
        File.CreateSymbolicLink(Path.Combine(_bench.Home, "bin", "openclaw-actors"), program);
        ServiceProgram.Find([program], $"relative:/nowhere:{_bench.Home}/bin").Command.ShouldBe([$"{_bench.Home}/bin/openclaw-actors"]);
    }

    [Fact]
    public void A_link_in_PATH_to_another_program_or_in_a_circle_is_none()
    {
        var (program, other) = (_bench.Write("versions/1.2/openclaw-actors", ""), _bench.Write("versions/1.1/openclaw-actors", ""));
        Directory.CreateDirectory(Path.Combine(_bench.Home, "bin"));
        Directory.CreateDirectory(Path.Combine(_bench.Home, "circle"));
        File.CreateSymbolicLink(Path.Combine(_bench.Home, "bin", "openclaw-actors"), other);
        File.CreateSymbolicLink(Path.Combine(_bench.Home, "circle", "openclaw-actors"), Path.Combine(_bench.Home, "circle", "openclaw-actors"));
        ServiceProgram.Find([program], $"{_bench.Home}/bin:{_bench.Home}/circle").Command.ShouldBe([program]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_NET_tool_is_taken_by_its_command_and_not_by_its_stores_version(bool asLibrary)
    {
        var command = _bench.Write(".dotnet/tools/openclaw-actors", "");
        var stored = _bench.Write(".dotnet/tools/.store/openclaw-actors/0.1.0/openclaw-actors/0.1.0/tools/net10.0/any/openclaw-actors" + (asLibrary ? ".dll" : ""), "");
        ServiceProgram.Find(asLibrary ? ["/usr/bin/dotnet", stored] : [stored], "/usr/bin").Command.ShouldBe([command]);
    }

    [Theory]
    [InlineData("/home/a/src/Host/bin/Debug/net10.0/openclaw-actors", "a build's output")]
    [InlineData("/home/a/src/Host/bin/Release/net10.0/openclaw-actors", "a build's output")]
    [InlineData("/home/a/.nuget/packages/openclaw-actors/0.1.0/tools/net10.0/any/openclaw-actors.dll", "NuGet's cache")]
    [InlineData("/tmp/x/openclaw-actors", "a temporary folder")]
    [InlineData("/private/var/folders/xy/T/openclaw-actors", "a temporary folder")]
    public void A_place_that_may_be_gone_tomorrow_is_told_with_what_to_do(string program, string why)
    {
        var fleeting = ServiceProgram.Find(program.EndsWith(".dll", StringComparison.Ordinal) ? ["/usr/bin/dotnet", program] : [program], "").Fleeting.ShouldNotBeNull();
        fleeting.ShouldContain(why);
        fleeting.ShouldContain("--from-here");
    }

    [Fact]
    public void The_PATH_is_the_terminals_without_what_is_relative_doubled_or_of_one_login_only()
    {
        ServiceSearchPath.Capture("/opt/a:.::bin:/opt/a:/usr/bin:/run/user/1000/fnm_multishells/1/bin:/tmp/x:/opt/b\n").ShouldBe("/opt/a:/usr/bin:/usr/local/bin:/bin");
        ServiceSearchPath.Capture(null).ShouldBe("/usr/local/bin:/usr/bin:/bin");
    }

    public void Dispose() => _bench.Dispose();
}
