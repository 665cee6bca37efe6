using Panthera.Permissions.Graph;
using Operation = Panthera.Protocol.V1.AlgebraicSubjectSet.Types.Operation;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>Expansions of permissions.</summary>
internal static class Trees
{
    /// <remarks>It recurses no deeper than the store expands.</remarks>
    internal static Wire.PermissionRelationshipTree ToTree(this ExpansionNode node)
    {
        var tree = new Wire.PermissionRelationshipTree { ExpandedObject = node.Resource.ToWire(), ExpandedRelation = node.Relation };
        if (node.Kind == ExpansionKind.Leaf)
        {
            tree.Leaf = new();
            foreach (var subject in node.Subjects) tree.Leaf.Subjects.Add(subject.ToWire());
            return tree;
        }

        tree.Intermediate = new() { Operation = OperationOf(node.Kind) };
        foreach (var child in node.Children) tree.Intermediate.Children.Add(ToTree(child));
        return tree;
    }

    private static Operation OperationOf(ExpansionKind kind) => kind switch
    {
        ExpansionKind.Union => Operation.Union,
        ExpansionKind.Intersection => Operation.Intersection,
        _ => Operation.Exclusion,
    };
}
