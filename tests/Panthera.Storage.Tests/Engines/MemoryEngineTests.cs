using Panthera.Storage.Engines;

namespace Panthera.Storage.Tests.Engines;

public sealed class MemoryEngineTests : EngineConformance
{
    protected override IStorageEngine Open() => new MemoryEngine();
}
