namespace Panthera.Permissions.Schema.Reflection;

/// <summary>The ways in which one schema can differ from another.</summary>
public enum SchemaChangeKind
{
    /// <summary>A type is new.</summary>
    DefinitionAdded,

    /// <summary>A type is gone.</summary>
    DefinitionRemoved,

    /// <summary>A type's documentation is another.</summary>
    DefinitionCommentChanged,

    /// <summary>A relation is new.</summary>
    RelationAdded,

    /// <summary>A relation is gone.</summary>
    RelationRemoved,

    /// <summary>A relation's documentation is another.</summary>
    RelationCommentChanged,

    /// <summary>A relation allows one more form of subject.</summary>
    SubjectTypeAdded,

    /// <summary>A relation allows a form of subject no longer.</summary>
    SubjectTypeRemoved,

    /// <summary>A permission is new.</summary>
    PermissionAdded,

    /// <summary>A permission is gone.</summary>
    PermissionRemoved,

    /// <summary>A permission's documentation is another.</summary>
    PermissionCommentChanged,

    /// <summary>A permission is computed otherwise.</summary>
    PermissionExpressionChanged,

    /// <summary>A caveat is new.</summary>
    CaveatAdded,

    /// <summary>A caveat is gone.</summary>
    CaveatRemoved,

    /// <summary>A caveat's documentation is another.</summary>
    CaveatCommentChanged,

    /// <summary>A caveat's expression is another.</summary>
    CaveatExpressionChanged,

    /// <summary>A caveat has one more parameter.</summary>
    CaveatParameterAdded,

    /// <summary>A caveat has a parameter no longer.</summary>
    CaveatParameterRemoved,

    /// <summary>A caveat's parameter has another type.</summary>
    CaveatParameterTypeChanged,
}
