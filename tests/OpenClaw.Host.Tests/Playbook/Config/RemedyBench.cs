using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Tests.Playbook.Config;

/// <summary>A state folder on disk with a config, and what is known to have served.</summary>
internal sealed class RemedyBench : IServedFiles, IDisposable
{
    private readonly Dictionary<string, (byte[] Content, string Path)> _served = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("config-remedy-");

    public string Config => Path.Combine(_folder.FullName, "openclaw.json");

    public IOpenClawTool Tool { get; set; } = new StrictCheck();

    public FakeTimeProvider Time { get; } = new();

    public string Now { get => File.ReadAllText(Config); set => File.WriteAllText(Config, value); }

    public string At(string name) => Path.Combine(_folder.FullName, name);

    public void HasServed(string content, string? path = null)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        _served[Convert.ToHexStringLower(SHA256.HashData(bytes))] = (bytes, path ?? Config);
    }

    public Task<RemedyPlan?> Plan(IRemedy remedy, string id, params (string Name, string Value)[] facts) => remedy.Plan(
        new(Time.GetUtcNow(), "2026.9.6", [new(id, FindingSeverity.Blocking, "broken", [], 1, []) { Facts = facts.ToDictionary(static f => f.Name, static f => f.Value) }], true), Patient, CancellationToken.None);

    public async Task<RemedyResult?> Apply(IRemedy remedy, string id, params (string Name, string Value)[] facts) =>
        await Plan(remedy, id, facts) is { } plan ? await plan.Act(CancellationToken.None) : null;

    public Task<IReadOnlyList<ServedVersion>> Served(string path, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ServedVersion>>([.. _served.Where(v => v.Value.Path == path).Select(v => new ServedVersion(path, v.Key, Time.GetUtcNow(), TimeSpan.FromHours(1)))]);

    public Task<IReadOnlyList<string>> LastFiles(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([.. _served.Values.Select(static v => v.Path).Distinct()]);

    public Task<byte[]> Read(ServedVersion version, CancellationToken cancel) => Task.FromResult(_served[version.Hash].Content);

    public void Dispose() => _folder.Delete(recursive: true);

    private Patient Patient => new()
    {
        Gateway = new()
        {
            Id = new GatewayId("main"),
            Url = new("http://127.0.0.1:18789"),
            Manager = default,
            Command = [],
            Home = _folder.FullName,
            StateDirectory = _folder.FullName,
            ConfigPath = Config,
            Unit = "",
            Label = "",
            OnDaemonStop = default,
            Probe = null!,
            Watchdog = null!,
            DoctorTimeout = default,
            DoctorMaxFollowUps = 0,
            DoctorProbation = TimeSpan.FromSeconds(1),
            DoctorFailedBoots = 3,
            Reminder = default,
            Budget = null!,
            SuppressedNotice = default,
            BlindNotice = default,
            UpdateNotice = default,
        },
        Manager = default,
        Job = new GatewayJob(null, null, [], ""),
        Programs = null!,
        Process = null!,
        Local = null!,
        OpenClaw = Tool,
        Served = this,
        HealerHome = _folder.FullName,
        SearchPath = "",
        Time = Time,
    };
}
