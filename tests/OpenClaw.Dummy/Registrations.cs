using System.Runtime.InteropServices;

namespace OpenClaw.Dummy;

/// <summary>Signal handlers that live as long as the program.</summary>
internal sealed class Registrations : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    public void Ignore(PosixSignal signal) => Handle(signal, static () => { });

    public void Handle(PosixSignal signal, Action action) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        action();
    }));

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());
}
