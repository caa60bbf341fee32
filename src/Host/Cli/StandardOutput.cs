using System.Text;
using Microsoft.Win32.SafeHandles;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli;

/// <summary>
/// Standard output for a verb that may be piped into <c>head</c>: it says when nobody reads it any more. The console of .NET does not
/// (<c>ConsolePal.Unix</c> passes over EPIPE), so that a verb that follows something would go on for ever.
/// </summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;
    private const int BufferSize = 8192;

    /// <summary>Opens it. Writes and flushes throw <see cref="DesertedException"/> when the reader is gone.</summary>
    public static TextWriter Open() => new DesertableWriter(new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, 1));

    /// <summary>Whether the reader of a pipe is gone, without writing anything.</summary>
    public static bool IsDeserted()
    {
        var asked = new PollFor { Descriptor = Descriptor };
        return Posix.Poll(ref asked, 1, 0) > 0 && (asked.Found & Posix.PollGone) != 0;
    }

    private sealed class DesertableWriter(Stream stream) : StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize)
    {
        public override void WriteLine(string? value) => Guard(() => base.WriteLine(value));

        public override void Flush() => Guard(base.Flush);

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flush();
            return Task.CompletedTask;
        }

        protected override void Dispose(bool disposing)
        {
            try
            {
                base.Dispose(disposing);
            }
            catch (IOException)
            {
                // What was left is for nobody.
            }
        }

        private static void Guard(Action write)
        {
            try
            {
                write();
            }
            catch (IOException gone)
            {
                throw new DesertedException(gone);
            }
        }
    }
}

/// <summary>Nobody reads our output any more.</summary>
internal sealed class DesertedException(Exception why) : Exception("Nobody reads the output any more.", why);
