namespace OpenClaw.EndToEnd.Tests.Npm;

/// <summary>The real programs cannot be had here (no npm, no registry, wrong platform): a reason to skip, not a defect.</summary>
internal sealed class ProgramsUnavailableException(string message) : Exception(message);
