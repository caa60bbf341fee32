using System.Text.Json;

namespace OpenClaw.EndToEnd.Tests.Scratch;

/// <summary>The gateway's health endpoints as the stories see them, independent of the daemon's own probe.</summary>
internal sealed class GatewayHttp(ScratchHome home) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = home.GatewayUrl, Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>It answers /healthz with a gateway's own body.</summary>
    public Task<bool> IsLive() => Says("healthz", "live");

    /// <summary>It answers /startupz with "started".</summary>
    public Task<bool> IsStarted() => Says("startupz", "started");

    public void Dispose() => _http.Dispose();

    private async Task<bool> Says(string path, string status)
    {
        try
        {
            using var answer = await _http.GetAsync(path);
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
