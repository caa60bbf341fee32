using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.StandIns.MessagesApi;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>A story with tier 3: the real Claude Code CLI; only the model behind it is scripted, on 127.0.0.1.</summary>
[Collection(RealGatewayWithDoctor.Name)]
public abstract class DoctorStory(InstalledPrograms installed) : Story(installed)
{
    /// <summary>Must be found in no file and no command line.</summary>
    protected const string ApiKey = "sk-ant-scripted-0000000000000000";

    private MessagesApi? _api;

    /// <summary>The scripted model.</summary>
    protected MessagesApi Api => _api ?? throw new InvalidOperationException("The story has not begun.");

    /// <summary>What the model does.</summary>
    protected abstract Scenario Script { get; }

    private protected override IReadOnlyDictionary<string, string> More => new Dictionary<string, string>
    {
        ["ANTHROPIC_API_KEY"] = ApiKey,
        ["ANTHROPIC_BASE_URL"] = Api.BaseUrl.ToString(),
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _api = await MessagesApi.Start(Script);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_api is not null)
            await _api.DisposeAsync();
    }
}
