using System.Text.Json;

namespace OpenClaw.EndToEnd.Tests.Scratch;

/// <summary>The gateway's health endpoints as the stories see them, independent of the daemon's own probe.</summary>
/// <param name="http">Asks the gateway.</param>
internal sealed class GatewayHttp(HttpClient http) : IDisposable
{
    /// <summary>How long one answer may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Those of a gateway at this address.</summary>
    public GatewayHttp(Uri gateway)
        : this(new HttpClient { BaseAddress = gateway, Timeout = Timeout })
    {
    }

    /// <summary>It answers /healthz with a gateway's own body.</summary>
    public Task<bool> IsLive() => Says("healthz", "live");

    /// <summary>It answers /startupz with "started".</summary>
    public Task<bool> IsStarted() => Says("startupz", "started");

    /// <summary>The status code of a path; null when there is no answer.</summary>
    public async Task<int?> Code(string path)
    {
        try
        {
            using var answer = await http.GetAsync(path);
            return (int)answer.StatusCode;
        }
        catch (Exception none) when (none is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<bool> Says(string path, string status)
    {
        try
        {
            using var answer = await http.GetAsync(path);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode
                && body.RootElement.ValueKind is JsonValueKind.Object
                && body.RootElement.TryGetProperty("status", out var value)
                && value.ValueEquals(status);
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException or JsonException)
        {
            return false;
        }
    }
}
