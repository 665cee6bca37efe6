using Panthera.Permissions.Relationships;
using Panthera.Storage.Collections;

namespace Panthera.Permissions.Leopard;

/// <summary>Walks every relationship by which a userset stands in another, in one state. Stops and goes on anywhere.</summary>
internal sealed class UsersetScan
{
    private readonly PermissionsState _state;
    private readonly UsersetEdges _edges;
    private readonly (TypeId Type, RelationId Relation)[] _relations;
    private int _relation = -1;
    private PersistentMap<ulong, ResourceGrants, UInt64Order>.Enumerator _resources;
    private AdaptiveMap<SubjectKey, RelationshipTerms, SubjectOrder>.Enumerator _usersets;
    private bool _isWithin;

    internal UsersetScan(PermissionsState state)
    {
        _state = state;
        _edges = new(state);
        _relations = state.Programs.Usersets.Containers;
        IsDone = !NextRelation();
    }

    internal bool IsDone { get; private set; }

    /// <summary>The relation that a userset stands in.</summary>
    internal GrantTarget Container { get; private set; }

    internal SubjectKey Userset { get; private set; }

    internal RelationshipTerms Terms { get; private set; }

    /// <summary>Goes on to the next relationship.</summary>
    /// <returns>False at the end, and when the work has run out.</returns>
    internal bool MoveNext(ref int work)
    {
        while (!IsDone && work-- > 0)
        {
            if (_isWithin && _usersets.MoveNext())
            {
                (Userset, Terms) = _usersets.Current;
                return true;
            }

            _isWithin = _resources.MoveNext();
            if (_isWithin)
            {
                var (type, relation) = _relations[_relation];
                Container = new(type, relation, _resources.Key);
                _usersets = _edges.UsersetsIn(Container);
            }
            else
            {
                IsDone = !NextRelation();
            }
        }

        return false;
    }

    private bool NextRelation()
    {
        if (++_relation >= _relations.Length) return false;
        _resources = _state.Table(_relations[_relation].Type).Forward.GetEnumerator();
        return true;
    }
}
