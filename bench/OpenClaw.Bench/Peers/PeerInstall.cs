using OpenClaw.Bench.Peers.Kinds;

namespace OpenClaw.Bench.Peers;

/// <summary>Installs the supervisors that can be had from Debian and npm. None of the services that Debian's packages bring is started.</summary>
internal static class PeerInstall
{
    private const string Pm2Version = "7.0.4";
    private const string Policy = "/usr/sbin/policy-rc.d";
    private static readonly string[] Packages = ["monit", "supervisor", "runit", "s6"];
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Installs what is missing. Returns what went wrong, a line each.</summary>
    public static async Task<IReadOnlyList<string>> Run(Action<string> progress)
    {
        var wrong = new List<string>();
        if (!Environment.IsPrivilegedProcess) wrong.Add("Debian's packages need root: nothing of them was installed");
        else if (Programs.Find("apt-get") is null) wrong.Add("there is no apt-get here");
        else
        {
            progress($"apt-get install {string.Join(' ', Packages)}");
            await Debian(wrong);
        }

        if (Programs.Find("pm2") is not null) return wrong;
        progress($"npm install pm2@{Pm2Version} into {Programs.NpmFolder}");
        Directory.CreateDirectory(Programs.NpmFolder);
        Add(wrong, "npm", await Try("npm", ["install", "--prefix", Programs.NpmFolder, "--no-audit", "--no-fund", "--ignore-scripts", $"pm2@{Pm2Version}"]));
        return wrong;
    }

    // invoke-rc.d(8) asks this program whether a package may start its services: 101 is no.
    private static async Task Debian(List<string> wrong)
    {
        var isOurs = !File.Exists(Policy);
        if (isOurs)
        {
            await File.WriteAllTextAsync(Policy, "#!/bin/sh\nexit 101\n");
            File.SetUnixFileMode(Policy, Executable);
        }

        try
        {
            Add(wrong, "apt-get", await Try("apt-get", ["install", "--yes", "--no-install-recommends", .. Packages]));
        }
        finally
        {
            if (isOurs) File.Delete(Policy);
        }
    }

    private static async Task<string?> Try(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            return await HostRun.Of(program, arguments, Limit) is { Succeeded: false } run ? run.Complaint : null;
        }
        catch (System.ComponentModel.Win32Exception none)
        {
            return none.Message;
        }
    }

    private static void Add(List<string> wrong, string program, string? complaint)
    {
        if (complaint is not null) wrong.Add($"{program}: {complaint}");
    }
}
