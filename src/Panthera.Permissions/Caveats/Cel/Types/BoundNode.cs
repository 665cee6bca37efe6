using Panthera.Permissions.Caveats.Cel.Evaluation;

namespace Panthera.Permissions.Caveats.Cel.Types;

/// <summary>An operation and the type of its result.</summary>
internal readonly record struct BoundNode(CelNode Node, CelType Type);
