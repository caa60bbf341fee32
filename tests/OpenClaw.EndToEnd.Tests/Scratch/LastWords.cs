namespace OpenClaw.EndToEnd.Tests.Scratch;

/// <summary>What is shown of a story that failed.</summary>
internal static class LastWords
{
    private const int Lines = 30;
    private const int LongestLine = 500;

    /// <summary>Shows what runs, what the daemons complained of, and the ends of the daemon's files.</summary>
    public static void Show(string actorsHome, IEnumerable<ProcessRef> processes, IEnumerable<string> errors)
    {
        foreach (var process in processes)
            Show($"running: {process}");
        Show("daemon's stderr", errors);
        foreach (var file in Directory.EnumerateFiles(actorsHome, "*", SearchOption.AllDirectories).Where(IsForPeople))
            Show(file, ScratchHome.ReadShared(file).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Shows the last of some lines under a name.</summary>
    public static void Show(string name, IEnumerable<string> lines)
    {
        Show($"--- {name}");
        foreach (var line in lines.TakeLast(Lines))
            Show(line.Length <= LongestLine ? line : line[..LongestLine]);
    }

    private static void Show(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static bool IsForPeople(string file) => Path.GetExtension(file) is ".log" or ".json" or ".jsonl" or ".md" or ".clef";
}
