namespace Panthera.Permissions.Schema;

/// <summary>Says which reading of a schema found an error.</summary>
public enum SchemaErrorKind
{
    /// <summary>The text does not follow the grammar.</summary>
    Parse,

    /// <summary>The text follows the grammar, but names or types in it do not fit together.</summary>
    Type,
}
