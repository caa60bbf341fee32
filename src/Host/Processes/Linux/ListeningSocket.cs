using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>A line of <c>/proc/net/tcp</c> or <c>tcp6</c> in state LISTEN.</summary>
internal sealed record ListeningSocket(IPAddress Address, int Port, uint Uid, long Inode)
{
    private const string Listen = "0A";

    public bool TakesLoopback =>
        IPAddress.IsLoopback(Address) || Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any)
        || (Address.IsIPv4MappedToIPv6 && (IPAddress.IsLoopback(Address.MapToIPv4()) || Address.MapToIPv4().Equals(IPAddress.Any)));

    /// <summary>Reads the line; null when it is no listener's.</summary>
    public static ListeningSocket? Parse(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 10 || fields[3] != Listen)
            return null;
        var local = fields[1].Split(':');
        return local is [var address, var port]
            && int.TryParse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
            && uint.TryParse(fields[7], CultureInfo.InvariantCulture, out var uid)
            && long.TryParse(fields[9], CultureInfo.InvariantCulture, out var inode)
            && AddressOf(address) is { } ip
            ? new(ip, number, uid, inode)
            : null;
    }

    // The kernel prints each 32-bit word of the address as a number in the machine's own byte order.
    private static IPAddress? AddressOf(string hex)
    {
        if (hex.Length is not (8 or 32))
            return null;
        var words = new uint[hex.Length / 8];
        for (var i = 0; i < words.Length; i++)
        {
            if (!uint.TryParse(hex.AsSpan(i * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out words[i]))
                return null;
        }

        return new IPAddress(MemoryMarshal.AsBytes(words.AsSpan()));
    }
}
