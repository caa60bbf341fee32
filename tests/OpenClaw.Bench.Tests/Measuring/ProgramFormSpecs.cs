using System.Text.Json;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;

namespace OpenClaw.Bench.Tests.Measuring;

/// <summary>What a program of the daemon is made of, by its files: each form has goals of its own.</summary>
public sealed class ProgramFormSpecs : IDisposable
{
    private readonly Runs _runs = new();

    [Fact]
    public void What_was_built_beside_the_benchmarks_is_compiled_when_it_runs()
    {
        ProgramForms.Of(Path.Combine(AppContext.BaseDirectory, "openclaw-actors")).ShouldBe(ProgramForm.Jit);
    }

    [Fact]
    public void Assemblies_with_machine_code_in_them_are_ReadyToRun()
    {
        // The runtime's own are.
        File.Copy(typeof(object).Assembly.Location, Path.Combine(_runs.Folder, "openclaw-actors.dll"));

        ProgramForms.Of(_runs.WriteText("openclaw-actors", "a host")).ShouldBe(ProgramForm.ReadyToRun);
    }

    [Fact]
    public void One_file_is_native_when_nothing_is_appended_to_it_and_it_is_its_own_runtime()
    {
        ProgramForms.Of(_runs.WriteText("native", "...DotNetRuntimeDebugHeader...")).ShouldBe(ProgramForm.NativeAot);
        ProgramForms.Of("/bin/true").ShouldBe(ProgramForm.Unknown);
    }

    [Fact]
    public void A_host_with_assemblies_appended_is_a_single_file_and_not_native()
    {
        // The host as the SDK ships it, with the place where a bundle would begin filled in.
        var host = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "openclaw-actors"));
        var mark = host.AsSpan().IndexOf(Convert.FromHexString("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae"));
        mark.ShouldBeGreaterThan(8);
        BitConverter.TryWriteBytes(host.AsSpan(mark - 8), 4096L).ShouldBeTrue();
        var file = Path.Combine(_runs.Folder, "single");
        File.WriteAllBytes(file, [.. host, .. "DotNetRuntimeDebugHeader"u8]);

        ProgramForms.Of(file).ShouldBe(ProgramForm.SingleFile);
    }

    [Fact]
    public void The_native_form_has_stricter_goals_at_rest_than_the_others()
    {
        Series Of(double value) => new("x", "", [value]);

        IdleGoals.Of(ProgramForm.NativeAot, Of(54), Of(19), Of(299)).Select(static goal => goal.IsMet).ShouldBe([true, true, true]);
        IdleGoals.Of(ProgramForm.NativeAot, Of(90), Of(100), Of(301)).Select(static goal => goal.IsMet).ShouldBe([false, false, false]);
        IdleGoals.Of(ProgramForm.Jit, Of(90), Of(100), Of(299)).Select(static goal => goal.IsMet).ShouldBe([true, true, true]);
    }

    [Fact]
    public void The_services_environment_is_read_without_its_PATH()
    {
        ServiceUnit.Read(["[Service]", "Environment=\"PATH=/usr/bin\"", "Environment=\"DOTNET_GCgen0size=0x200000\"", "Environment=A=b=c", "ExecStart=\"x\" \"run\""])
            .ShouldBe([new("DOTNET_GCgen0size", "0x200000"), new("A", "b=c")]);
    }

    [Fact]
    public void What_is_measured_in_the_benchmarks_own_process_runs_under_the_daemons_runtime_settings()
    {
        var (daemon, bench) = (Settings("openclaw-actors"), Settings("OpenClaw.Bench"));

        daemon.Count.ShouldBeGreaterThan(3);
        foreach (var (name, value) in daemon.Where(static setting => setting.Key != "System.CommandLine.ExecutableName")) bench.GetValueOrDefault(name).ShouldBe(value, name);
    }

    public void Dispose() => _runs.Dispose();

    private static Dictionary<string, string> Settings(string program)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json")));
        return config.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").EnumerateObject().ToDictionary(static setting => setting.Name, static setting => setting.Value.GetRawText());
    }
}
