namespace Panthera.Tests;

/// <summary>A directory that is gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory() => FullPath = Directory.CreateTempSubdirectory("panthera-test-").FullName;

    public string FullPath { get; }

    /// <summary>A path in it, not yet created.</summary>
    public string Data => Path.Combine(FullPath, "data");

    public void Dispose()
    {
        if (Directory.Exists(FullPath)) Directory.Delete(FullPath, recursive: true);
    }
}
