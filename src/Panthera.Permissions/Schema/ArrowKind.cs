namespace Panthera.Permissions.Schema;

/// <summary>Says how many of the resources that an arrow leads to must grant.</summary>
public enum ArrowKind
{
    /// <summary>One suffices: <c>rel-&gt;name</c> or <c>rel.any(name)</c>.</summary>
    Any,

    /// <summary>Every one must, and there must be one: <c>rel.all(name)</c>.</summary>
    All,
}
