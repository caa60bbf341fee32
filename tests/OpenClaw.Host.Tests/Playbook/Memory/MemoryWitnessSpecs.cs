using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Playbook.Memory;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Memory;

public sealed class MemoryWitnessSpecs : IDisposable
{
    private static readonly ProcessIdentity It = new(100, 1);
    private readonly string _root = Directory.CreateTempSubdirectory("memory-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void This_very_process_has_some_and_less_than_the_machine()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs /proc");
        var reading = new MemoryWitness().Read(new ProcessIdentity(Environment.ProcessId, 0)).ShouldNotBeNull();
        reading.Resident.ShouldBeInRange(10L << 20, 8L << 30);
        reading.Limit.ShouldBeGreaterThan(reading.Resident);
    }

    [Theory]
    [InlineData("node\0--max-old-space-size=1024\0index.js\0", "", "max", 1024 + 256, "V8")]
    [InlineData("node\0index.js\0", "A=b\0NODE_OPTIONS=--inspect --max_old_space_size=2048\0", "max", 2048 + 256, "V8")]
    [InlineData("node\0index.js\0", "NODE_OPTIONS=--max-old-space-size=512\0", "max", 512 + 256, "V8")]
    [InlineData("node\0--max-old-space-size=4096\0", "", "1073741824", 1024, "control group")]
    [InlineData("node\0--max-old-space-size=999999999999\0", "", "max", 8192, "kernel")]
    [InlineData("node\0", "", "max", 8192, "kernel")]
    public void The_nearest_limit_counts(string commandLine, string environment, string group, long megabytes, string who)
    {
        Write("proc/100/status", "Name:\tnode\nVmRSS:\t  512000 kB\n");
        Write("proc/100/cmdline", commandLine);
        Write("proc/100/environ", environment);
        Write("proc/100/cgroup", "0::/user.slice/gateway.service\n");
        Write("proc/meminfo", "MemTotal:       8388608 kB\nMemFree: 1 kB\n");
        Write("cgroups/user.slice/gateway.service/memory.max", "max\n");
        Write("cgroups/user.slice/memory.max", group + "\n");
        var reading = new MemoryWitness(Path.Combine(_root, "proc"), Path.Combine(_root, "cgroups")).Read(It).ShouldNotBeNull();
        (reading.Resident, reading.Limit >> 20).ShouldBe((512000L << 10, megabytes));
        reading.Who.ShouldContain(who);
    }

    [Fact]
    public void A_process_that_is_gone_has_none() => new MemoryWitness(Path.Combine(_root, "proc")).Read(It).ShouldBeNull();

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
