using Panthera.Files.Access;
using Panthera.Files.Content;
using Panthera.Files.Tree;

namespace Panthera.Files.Writes;

/// <summary>What the proposals of one tenant share.</summary>
/// <param name="Gates">For their gates.</param>
/// <param name="Ids">The numbers to hand out; used by the writer only.</param>
/// <param name="Known">Finds contents that the tenant has; used by the writer only.</param>
/// <param name="Options">The bounds.</param>
internal sealed record FileRoomContext(GateContext Gates, IdAllocator Ids, Deduplicator Known, FileStoreOptions Options);
