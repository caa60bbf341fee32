using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Surface;

/// <summary>Writes answers. Everything goes through it, as it is the last wall before a secret: what is configured as one is in no answer, whatever brought it there.</summary>
/// <param name="settings">The settings, for their secrets.</param>
internal sealed class SurfaceAnswers(HealerSettings settings)
{
    private const int LongestError = 400;
    private readonly SecretMask _mask = new(settings.Secrets);

    /// <summary>Answers with JSON.</summary>
    public Task Json<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        var body = Encoding.UTF8.GetBytes(Text(value, type));
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Answers that there is none, and why: one line.</summary>
    public Task Error(HttpContext context, int status, string why) => Json(context, new ErrorJson(Redactor.Redact(UntrustedText.OneLine(why, LongestError))), SurfaceJson.Default.ErrorJson, status);

    /// <summary>JSON in one line, without secrets.</summary>
    public string Text<T>(T value, JsonTypeInfo<T> type) => _mask.Apply(JsonSerializer.Serialize(value, type));
}
