using System.Text.Json;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Demo;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Demo;

public sealed class StandInDoctorSpecs : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly IncidentId Incident = new("demo-20260102-030405");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stand-in-doctor-");
    private readonly DemoConfigFile _config;
    private readonly StandInDoctor _doctor;

    public StandInDoctorSpecs()
    {
        _config = new DemoConfigFile(Path.Combine(_folder.FullName, "openclaw.json"), Path.Combine(_folder.FullName, "log"));
        _doctor = new StandInDoctor(_config.Path, _folder.FullName, TimeProvider.System, TimeSpan.Zero, static _ => { });
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Its_first_mending_does_not_help_and_its_second_does()
    {
        await _config.Mistype(default);
        Refusal().ShouldNotBeNull().ShouldContain(DemoConfigFile.Typo);

        (await _doctor.Treat(Case(null), default)).ShouldBeOfType<DoctorReply.Claims>();
        Refusal().ShouldNotBeNull().ShouldContain("gateways");

        (await _doctor.Treat(Case("it still refuses its config"), default)).ShouldBeOfType<DoctorReply.Claims>();
        Refusal().ShouldBeNull();
    }

    [Fact]
    public async Task It_takes_its_edits_back_when_the_gateway_was_not_healed()
    {
        await _config.Mistype(default);
        var before = await File.ReadAllTextAsync(_config.Path);
        await _doctor.Treat(Case(null), default);
        await _doctor.Treat(Case("no"), default);

        await _doctor.Discharge(Incident, Verdict.NotHealed, default);

        (await File.ReadAllTextAsync(_config.Path)).ShouldBe(before);
    }

    [Fact]
    public async Task It_leaves_its_edits_when_the_gateway_was_healed()
    {
        await _config.Mistype(default);
        await _doctor.Treat(Case(null), default);
        await _doctor.Treat(Case("no"), default);

        await _doctor.Discharge(Incident, Verdict.Healed, default);

        Refusal().ShouldBeNull();
    }

    [Fact]
    public async Task Out_of_quota_it_cannot_be_had_and_touches_nothing()
    {
        await _config.Mistype(default);
        var before = await File.ReadAllTextAsync(_config.Path);
        _doctor.OutOfQuota = true;

        (await _doctor.Treat(Case(null), default)).ShouldBeOfType<DoctorReply.Unavailable>().Kind.ShouldBe(UnavailableKind.Quota);
        (await File.ReadAllTextAsync(_config.Path)).ShouldBe(before);
    }

    [Fact]
    public async Task It_gives_up_on_a_config_that_it_cannot_read()
    {
        await _config.CutInHalf(default);
        Should.Throw<JsonException>(() => JsonDocument.Parse(File.ReadAllText(_config.Path)));

        (await _doctor.Treat(Case(null), default)).ShouldBeOfType<DoctorReply.GaveUp>();
    }

    private string? Refusal() => StandInConfig.Judge(File.ReadAllText(_config.Path), _config.Path);

    private static CaseFile Case(string? followUp) => new(new GatewayId("demo"), Incident, 1, "refuses its config", [], [], followUp, Now, Now.AddMinutes(1));
}
