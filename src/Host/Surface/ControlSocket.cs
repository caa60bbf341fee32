using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using OpenClaw.Host.Playbook.Transactions;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Surface;

/// <summary>The Unix domain socket in the state folder, by which the command line talks to the daemon: for its owner only.</summary>
internal static class ControlSocket
{
    /// <summary>Its name in the state folder.</summary>
    public const string FileName = "control.sock";

    // sun_path has 108 bytes on Linux and 104 on macOS, with the zero at its end.
    private const int LongestPath = 103;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // SOL_SOCKET and SO_PEERCRED of Linux: struct ucred is pid, uid, gid, 32 bits each.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialBytes = 12;

    /// <summary>Binds it, 0600. What a killed daemon has left there is replaced; anything else is left as it is.</summary>
    /// <remarks>The state folder's lock is ours: no other daemon of this folder can be about to bind it.</remarks>
    /// <exception cref="IOException">It cannot be bound; one line that says how to mend it.</exception>
    public static Socket Bind(string path)
    {
        if (Refusal(path) is { } refusal) throw new IOException(refusal);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Before anybody can connect: nobody listens on it yet.
            File.SetUnixFileMode(path, OwnerOnly);
            return socket;
        }
        catch (Exception refused) when (refused is SocketException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new IOException($"{path} cannot be made ({refused.Message}): mend the folder's owner, mode or disk", refused);
        }
    }

    /// <summary>Whether whoever has connected is the user this daemon runs as, or root. By the kernel's word; one that cannot be had is a no.</summary>
    public static bool IsOwners(Socket peer) => Uid(peer) is { } uid && (uid == Posix.GetUid() || uid == 0);

    /// <summary>Why a client must not talk to what is at this path, one line; null when it may.</summary>
    public static string? Doubt(string path) => FileOwner.Of(path) switch
    {
        null => "there is no socket",
        { } owner when !IsSocket(path) => $"{FileName} is no socket",
        { IsOurs: false } and not { Uid: 0 } when Posix.GetUid() != 0 => $"{FileName} belongs to another user",
        _ => null,
    };

    /// <summary>The user on the other end; null where the system does not tell.</summary>
    public static uint? Uid(Socket peer)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                Span<byte> credentials = stackalloc byte[CredentialBytes];
                return peer.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == CredentialBytes ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]) : null;
            }

            return OperatingSystem.IsMacOS() && Posix.PeerOf((int)peer.Handle, out var uid, out _) == 0 ? uid : null;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Takes what a dead daemon has left out of the way; says why the path cannot be used.</summary>
    private static string? Refusal(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestPath) return $"{path} is longer than {LongestPath} bytes, which no socket's name may be: set OPENCLAW_ACTORS_HOME to a shorter one";
        if (FileOwner.Of(path) is not { } owner) return null;
        if (!IsSocket(path) || !owner.IsOurs) return $"{path} is no socket of ours and was left as it is: move it out of the way";
        if (IsAnswered(path)) return $"somebody listens on {path} already: end that program";
        try
        {
            File.Delete(path);
            return null;
        }
        catch (UnauthorizedAccessException refused)
        {
            return $"{path} of a dead daemon cannot be replaced ({refused.Message}): mend the folder's owner and mode";
        }
    }

    // A socket cannot be opened as a file, and says so with an error of its own; a link is not followed.
    private static bool IsSocket(string path) => Posix.OpensAsFile(path) is Posix.NoSuchDevice or Posix.NotSupportedBySocket;

    private static bool IsAnswered(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException refused)
        {
            // A queue that is full is somebody's.
            return refused.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
