using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.Page.Tests.Vendor;

/// <summary>The chart library in the program is the published one, byte for byte.</summary>
public sealed class The_chart_library
{
    private const string Prefix = "page/assets/vendor/uplot/";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_is_shipped_is_what_npm_has_of_the_pinned_version()
    {
        var version = Text("VERSION").Trim().Split(' ');
        version[0].ShouldBe("uplot");
        var folder = Directory.CreateTempSubdirectory("uplot-");
        try
        {
            var pack = await CommandRun.Of("npm", ["pack", $"uplot@{version[1]}", "--silent", "--fetch-retries=0"], folder.FullName, Limit);
            if (!pack.Succeeded) Skip($"npm or its registry cannot be reached: {pack.Complaint}");
            (await CommandRun.Of("tar", ["-xzf", $"uplot-{version[1]}.tgz"], folder.FullName, Limit)).Succeeded.ShouldBeTrue();

            var package = Path.Combine(folder.FullName, "package");
            foreach (var (ours, theirs) in new[] { ("uPlot.esm.js", "dist/uPlot.esm.js"), ("uPlot.min.css", "dist/uPlot.min.css"), ("LICENSE", "LICENSE") })
                Bytes(ours).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(package, theirs)), $"{ours} is not npm's");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Its_licence_goes_with_it() => Text("LICENSE").ShouldStartWith("The MIT License (MIT)");

    private static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable("OPENCLAW_E2E") is "required") Assert.Fail($"OPENCLAW_E2E=required, but {reason}");
        Assert.Skip(reason);
    }

    private static string Text(string name) => System.Text.Encoding.UTF8.GetString(Bytes(name));

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(OpenClaw.Host.Daemon.HealerHost).Assembly.GetManifestResourceStream(Prefix + name).ShouldNotBeNull($"{Prefix}{name} is not in the program");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
