namespace Panthera.Permissions.Graph;

/// <summary>A pure-union permission of a tree, flattened: what to look for at the file, at its parent, and so on up.</summary>
/// <remarks>
/// For <c>read = viewer + write + parent->read</c> and <c>write = editor + parent->write</c> the levels are: at the file, viewer and editor;
/// above, the same again. Levels repeat as an automaton does: level i leads to <see cref="Level.Next"/>.
/// INVARIANT (flat-equals-general): it decides as the program it was made from does.
/// </remarks>
internal sealed class AncestorWalk(AncestorWalk.Level[] levels)
{
    internal Level[] Levels { get; } = levels;

    /// <summary>What one level looks for.</summary>
    /// <param name="Relations">Which relations' relationships, by the relation's number.</param>
    /// <param name="LooksAtOwner">Whether the owner decides too.</param>
    /// <param name="Others">Further operands that stay off the tree's parents.</param>
    /// <param name="Next">The level of the parent; -1 to stop.</param>
    internal readonly record struct Level(bool[] Relations, bool LooksAtOwner, ProgramNode[] Others, int Next);
}
