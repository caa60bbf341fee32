using System.Net.Sockets;

namespace OpenClaw.StandIns;

/// <summary>Telegram's Bot API for a bot whose token was revoked: every call is answered with 401, as the real one does.</summary>
public sealed class TelegramApi : WebhookSink
{
    /// <summary>A token of the right form.</summary>
    public const string Token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawX";

    private const string Unauthorized = """{"ok":false,"error_code":401,"description":"Unauthorized"}""";

    private TelegramApi() { }

    /// <inheritdoc/>
    public override string Secret => Token;

    /// <inheritdoc/>
    protected override string Path => "/";

    /// <summary>Starts one.</summary>
    /// <param name="port">The port it listens on.</param>
    /// <param name="socket">Makes its socket; null for one of this machine's own network.</param>
    public static async Task<TelegramApi> Start(int port, Func<Socket>? socket = null)
    {
        var api = new TelegramApi();
        await api.Listen(socket, port);
        return api;
    }

    /// <inheritdoc/>
    protected override SinkAnswer Judge(SinkCall call) => new SinkAnswer.Status(401, Body: Unauthorized);
}
