using System.Globalization;
using System.Reflection.PortableExecutable;

namespace OpenClaw.Bench.Measuring;

/// <summary>What a program of the daemon is made of. Each form has goals of its own.</summary>
internal enum ProgramForm
{
    /// <summary>Machine code only, no .NET beside it.</summary>
    NativeAot,

    /// <summary>Assemblies that bring machine code along, compiled further while they run.</summary>
    ReadyToRun,

    /// <summary>One file with assemblies in it: what they are is not looked into.</summary>
    SingleFile,

    /// <summary>Assemblies that are compiled when they run.</summary>
    Jit,

    /// <summary>None of these: a script that starts one, for instance.</summary>
    Unknown,
}

/// <summary>Tells the forms apart by the files alone.</summary>
internal static class ProgramForms
{
    // How the .NET host knows that assemblies are appended to it: the SHA-256 of ".net core bundle" and a newline, and in the eight bytes before it where they begin (0: none are).
    private static readonly byte[] Bundle =
    [
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32, 0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    ];

    /// <summary>The form of the program in this file.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static ProgramForm Of(string program)
    {
        if (!File.Exists(program)) throw new InvalidOperationException($"There is no program {program}.");
        var assembly = $"{program}.dll";
        if (File.Exists(assembly)) return IsReadyToRun(assembly) ? ProgramForm.ReadyToRun : ProgramForm.Jit;
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(program);
        if (bytes.IndexOf(Bundle) is var at and >= 8 && BitConverter.ToInt64(bytes[(at - 8)..at]) != 0) return ProgramForm.SingleFile;
        // What debuggers look for in a program that is its own runtime.
        return bytes.IndexOf("DotNetRuntimeDebugHeader"u8) >= 0 ? ProgramForm.NativeAot : ProgramForm.Unknown;
    }

    /// <summary>Its name in tables.</summary>
    public static string Name(this ProgramForm form) => form switch
    {
        ProgramForm.NativeAot => "NativeAOT",
        ProgramForm.Jit => "JIT",
        ProgramForm.SingleFile => "single file",
        ProgramForm.Unknown => "of an unknown form",
        var other => other.ToString(),
    };

    /// <summary>Which program this is, for people. Without its folder, which says something about the machine only.</summary>
    public static string Told(string program) => !File.Exists(program) ? $"{Path.GetFileName(program)} is not there"
        : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(program)} ({Of(program).Name()}, {new FileInfo(program).Length / 1048576.0:0.0} MB)");

    private static bool IsReadyToRun(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(assembly));
        return reader.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: > 0 };
    }
}
