using System.Text.Json;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Tests.Playbook.Evidence;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>diagnose: what is wrong, for people and for programs.</summary>
public sealed class DiagnoseCommandSpecs : IAsyncDisposable
{
    private readonly Ward _ward = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public async Task A_gateway_that_nothing_blocks_is_told_in_one_line()
    {
        (await Run(null, json: false)).ShouldBe(ExitCodes.Ok);
        _output.ToString().ShouldContain("main nothing was found (OpenClaw 2026.9.6)");
    }

    [Fact]
    public async Task What_blocks_comes_first_and_is_an_exit_code()
    {
        File.Delete(_ward.Gateway.ConfigPath);
        (await Run("main", json: false)).ShouldBe(ExitCodes.Unhealthy);
        _output.ToString().ShouldContain("one thing keeps it from serving");
        _output.ToString().ShouldContain($"blocks  there is no config at {_ward.Gateway.ConfigPath} config.missing");
    }

    [Fact]
    public async Task A_program_reads_the_same_as_JSON()
    {
        File.Delete(_ward.Gateway.ConfigPath);
        await Run(null, json: true);
        var finding = JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("gateways")[0].GetProperty("findings")[0];
        (finding.GetProperty("id").GetString(), finding.GetProperty("severity").GetString()).ShouldBe(("config.missing", "Blocking"));
    }

    [Fact]
    public async Task A_gateway_that_nobody_knows_is_a_wrong_word()
    {
        (await Run("wrok", json: false)).ShouldBe(ExitCodes.Usage);
        _errors.ToString().ShouldContain("There is no gateway \"wrok\". Known: main.");
    }

    public ValueTask DisposeAsync() => _ward.DisposeAsync();

    private Task<int> Run(string? gateway, bool json) => new DiagnoseCommand(
        new SettingsSources(AppContext.BaseDirectory, _ward.Workshop.Folder, new Dictionary<string, string>()), (_, _, _) => Task.FromResult<Patient>(_ward.Patient),
        new Diagnostician([new ConfigFileCollector()], TimeProvider.System), _output, _errors).Run(gateway, quick: true, json, CancellationToken.None);
}
