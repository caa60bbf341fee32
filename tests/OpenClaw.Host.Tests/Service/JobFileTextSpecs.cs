using System.Xml.Linq;
using OpenClaw.Host.Service;
using OpenClaw.Host.Updates;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Service;

/// <summary>What is written, as the real tools read it: systemd-analyze and plistutil.</summary>
public sealed class JobFileTextSpecs : IDisposable
{
    private static readonly ServiceSpec Shipped = new(["/home/YOU/.local/share/openclaw-actors/openclaw-actors"], "/home/YOU/.npm-global/bin:/home/YOU/.local/bin:/usr/local/bin:/usr/bin:/bin", "/home/YOU/.openclaw-actors");
    private static readonly ServiceSpec ShippedOnMac = new(["/Users/YOU/.local/share/openclaw-actors/openclaw-actors"], "/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "/Users/YOU/.openclaw-actors");

    private readonly ServiceBench _bench = new();

    public static TheoryData<string> Folders => ["plain", "two words", "100%", "%h", "a\"b", "a'b", @"a\b", "d$HOME", "${x}", "ä ö", "a;b", "#a", "<&>"];

    [Fact]
    public void The_shipped_unit_is_what_install_writes() =>
        File.ReadAllText(Path.Combine(ServiceBench.Root(), "systemd", ServiceSpec.Unit)).ShouldBe(SystemdUnitFile.Text(Shipped));

    [Fact]
    public void The_shipped_agent_is_what_install_writes() =>
        File.ReadAllText(Path.Combine(ServiceBench.Root(), "launchagent", $"{ServiceSpec.Label}.plist")).ShouldBe(LaunchAgentFile.Text(ShippedOnMac));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Systemd_finds_the_program_whatever_its_folder_is_called(string folder)
    {
        var tool = Tool("systemd-analyze");
        var file = Verifiable(folder);
        // It complains on standard error of what it does not know, and ends well all the same.
        _bench.Run(tool, "--user", "verify", file).ShouldBe((0, ""));
    }

    [Fact]
    public void Systemd_analyze_would_tell_of_a_program_that_is_not_there_and_of_a_directive_that_it_does_not_know()
    {
        var tool = Tool("systemd-analyze");
        var file = Verifiable("two words");
        File.WriteAllText(file, File.ReadAllText(file).Replace("two words", "three words", StringComparison.Ordinal));
        _bench.Run(tool, "--user", "verify", file).Code.ShouldNotBe(0);
        File.WriteAllText(file, File.ReadAllText(Verifiable("plain")).Replace("KillMode=", "KillMood=", StringComparison.Ordinal));
        _bench.Run(tool, "--user", "verify", file).Said.ShouldContain("KillMood");
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Our_own_reader_of_units_reads_it_back(string folder)
    {
        var program = $"/opt/{folder}/openclaw-actors";
        var line = SystemdUnitFile.Text(new ServiceSpec([program], "/bin", "/s")).Split('\n').Single(static l => l.StartsWith("ExecStart=", StringComparison.Ordinal));
        UnitWords.Split(line["ExecStart=".Length..]).Where(static word => word != "/usr/bin/env").ShouldBe([program, "run"]);
    }

    [Fact]
    public void A_variable_with_signs_is_written_so_that_systemd_reads_the_same()
    {
        var text = SystemdUnitFile.Text(new ServiceSpec(["/a"], "/b c:/100%", "/s") { Variables = new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = "/x\"y\\z" } });
        text.ShouldContain("\nEnvironment=\"PATH=/b c:/100%%\"\nEnvironment=\"OPENCLAW_ACTORS_HOME=/x\\\"y\\\\z\"\n");
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Apples_format_is_kept_whatever_the_folder_is_called(string folder)
    {
        var tool = Tool("plistutil");
        var spec = new ServiceSpec([$"/opt/{folder}/openclaw-actors"], $"/opt/{folder}:/bin", $"/state/{folder}") { Variables = new Dictionary<string, string> { ["DOTNET_ROOT"] = $"/opt/{folder}" } };
        var (file, binary, back) = (_bench.Write("a.plist", LaunchAgentFile.Text(spec)), Path.Combine(_bench.Home, "a.bin"), Path.Combine(_bench.Home, "b.plist"));
        // It ends with 0 whatever it thinks of a file, so what comes out is what counts.
        _bench.Run(tool, "-i", file, "-f", "bin", "-o", binary).ShouldBe((0, ""));
        _bench.Run(tool, "-i", binary, "-f", "xml", "-o", back).ShouldBe((0, ""));
        var job = Dictionary(XDocument.Load(back).Root!.Element("dict")!);
        job["Label"].Value.ShouldBe(ServiceSpec.Label);
        job["ProgramArguments"].Elements("string").Select(static e => e.Value).ShouldBe([$"/opt/{folder}/openclaw-actors", "run"]);
        var variables = Dictionary(job["EnvironmentVariables"]);
        (variables["PATH"].Value, variables["DOTNET_ROOT"].Value).ShouldBe(($"/opt/{folder}:/bin", $"/opt/{folder}"));
        job["StandardErrorPath"].Value.ShouldBe($"/state/{folder}/logs/launchd.log");
        (job["KeepAlive"].Name.LocalName, job["RunAtLoad"].Name.LocalName, job["Umask"].Value, job["ExitTimeOut"].Value).ShouldBe(("true", "true", "63", "30"));
        job.ShouldNotContainKey("StartInterval");
    }

    [Fact]
    public void What_was_edited_is_known_from_what_was_not()
    {
        foreach (var text in (string[])[SystemdUnitFile.Text(Shipped), LaunchAgentFile.Text(ShippedOnMac)])
        {
            WrittenMark.IsUntouched(text).ShouldBeTrue();
            WrittenMark.IsUntouched(text.Replace("30", "31", StringComparison.Ordinal)).ShouldBeFalse();
            WrittenMark.IsUntouched(text + "\n").ShouldBeFalse();
        }

        WrittenMark.IsUntouched("[Service]\n").ShouldBeFalse();
    }

    public void Dispose() => _bench.Dispose();

    private string Verifiable(string folder)
    {
        _bench.Write($"{folder}/openclaw-actors", "#!/bin/sh\n");
        var program = Path.Combine(_bench.Home, folder, "openclaw-actors");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return _bench.Write(ServiceSpec.Unit, SystemdUnitFile.Text(new ServiceSpec([program], $"/opt/{folder}:/bin", _bench.State)));
    }

    private static string Tool(string name)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"there is no {name} on this machine");
        return found!;
    }

    private static Dictionary<string, XElement> Dictionary(XElement dict) => dict.Elements("key").ToDictionary(static key => key.Value, static key => (XElement)key.NextNode!);
}
