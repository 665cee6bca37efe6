using Panthera.Permissions.Graph;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>The expansions of one graph, each made once; null where there is none on account of its depth or size.</summary>
internal sealed class ExpansionTable(PermissionGraph<FakeStructure> graph)
{
    private readonly Dictionary<(ObjectReference, string), ExpansionNode?> _known = [];

    /// <summary>Whether an object is no deleted file: an expansion does not say of those that they are nobody.</summary>
    internal bool Exists(ObjectReference reference) =>
        reference.Type != FileIdText.TypeName || !graph.Structure.IsPresent || (FileIdText.TryParse(reference.Id, out var file) && graph.Structure.Exists(file));

    internal ExpansionNode? Find(ObjectReference resource, string member)
    {
        if (_known.TryGetValue((resource, member), out var known)) return known;
        var expanded = graph.Expand(resource, member);
        return _known[(resource, member)] = expanded.IsAccepted ? expanded.Value : null;
    }
}
