using System.Security.Cryptography;
using System.Text;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>A text in 32 letters and digits that every remote side takes, the same for the same text: what says nothing and can break out of nothing.</summary>
internal static class NewsMark
{
    /// <summary>The mark.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
