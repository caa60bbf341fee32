using System.Diagnostics;

namespace OpenClaw.EndToEnd.Tests.Npm;

/// <summary>Keeps two test runs on one machine from installing into the same folder at once. The system frees it when the process dies.</summary>
internal sealed class InstallLock : IDisposable
{
    private static readonly TimeSpan LongestInstall = TimeSpan.FromMinutes(10);
    private readonly FileStream _file;

    private InstallLock(FileStream file) => _file = file;

    /// <summary>Waits for its turn.</summary>
    /// <exception cref="TimeoutException">Somebody else held it longer than an install can take.</exception>
    public static async Task<InstallLock> Take(string path)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new InstallLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (clock.Elapsed < LongestInstall)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250));
            }
            catch (IOException held)
            {
                throw new TimeoutException($"{path} was held for {LongestInstall.TotalMinutes:0} minutes by another process.", held);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
