// A real program for process specs: each verb is one way a process can behave. It says "ready" on standard output once it does.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using OpenClaw.Dummy;

using var keepIgnoring = new Registrations();
switch (args)
{
    // Ends with the code, at once or after a while.
    case ["exit", var code]:
        return Number(code);
    case ["exit", var code, var milliseconds]:
        Ready();
        await Task.Delay(Number(milliseconds));
        return Number(code);

    // Does nothing until it is told to end.
    case ["sleep"]:
        Ready();
        await Task.Delay(Timeout.Infinite);
        return 0;

    // Ends only by SIGKILL.
    case ["ignore-term"]:
        keepIgnoring.Ignore(PosixSignal.SIGTERM);
        Ready();
        await Task.Delay(Timeout.Infinite);
        return 0;

    // Takes its time after SIGTERM, then ends with 0.
    case ["stop-slowly", var milliseconds]:
        var asked = new TaskCompletionSource();
        keepIgnoring.Handle(PosixSignal.SIGTERM, () => asked.TrySetResult());
        Ready();
        await asked.Task;
        await Task.Delay(Number(milliseconds));
        return 0;

    // Answers HTTP as a healthy gateway does.
    case ["listen", var port]:
        await Listener.Answer(IPAddress.Loopback, Number(port), Ready);
        return 0;

    // Accepts connections and never answers.
    case ["listen-silent", var port]:
        await Listener.Swallow(IPAddress.Loopback, Number(port), Ready);
        return 0;

    // A hung gateway: accepts, never answers, does not end at SIGTERM.
    case ["hang", var port]:
        keepIgnoring.Ignore(PosixSignal.SIGTERM);
        await Listener.Swallow(IPAddress.Loopback, Number(port), Ready);
        return 0;

    // Refuses to start while its config says "broken", otherwise as listen.
    case ["gateway", var port, var config]:
        if (!File.Exists(config) || File.ReadAllText(config).Contains("broken", StringComparison.Ordinal))
            return 78;
        await Listener.Answer(IPAddress.Loopback, Number(port), Ready);
        return 0;

    // Starts itself with another verb, says "child PID", and sleeps.
    case ["spawn-child", .. var rest]:
        using (var child = Process.Start(Environment.ProcessPath!, rest))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"child {child.Id}"));
            Ready();
            await Task.Delay(Timeout.Infinite);
        }

        return 0;

    // Says NAME=value for each name, or NAME alone when it is not set.
    case ["print-env", .. var names]:
        foreach (var name in names)
            Console.WriteLine(Environment.GetEnvironmentVariable(name) is { } value ? $"{name}={value}" : name);
        Ready();
        return 0;

    // What a supervisor of the benchmarks keeps alive.
    case ["peer", var folder, var config, var port, var milliseconds]:
        return await SupervisedChild.Run(folder, config, Number(port), TimeSpan.FromMilliseconds(Number(milliseconds)));

    default:
        Console.Error.WriteLine("verbs: exit, sleep, ignore-term, stop-slowly, listen, listen-silent, hang, gateway, spawn-child, print-env, peer");
        return 64;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static void Ready() => Console.WriteLine("ready");
