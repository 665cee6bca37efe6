using Panthera.Storage;

namespace Panthera.Permissions;

/// <summary>The reasons of the permission API's refusals: the error reasons of the authzed contract, without their prefix.</summary>
public static class PermissionReasons
{
    /// <summary>A case that the contract has no reason of its own for, and reports as such.</summary>
    public static RefusalReason Unspecified { get; } = new("UNSPECIFIED");

    /// <summary>A schema does not follow the grammar.</summary>
    public static RefusalReason SchemaParseError { get; } = new("SCHEMA_PARSE_ERROR");

    /// <summary>A schema's names or types do not fit together, or it would orphan relationships.</summary>
    public static RefusalReason SchemaTypeError { get; } = new("SCHEMA_TYPE_ERROR");

    /// <summary>The schema has no such type.</summary>
    public static RefusalReason UnknownDefinition { get; } = new("UNKNOWN_DEFINITION");

    /// <summary>The type has no such relation or permission.</summary>
    public static RefusalReason UnknownRelationOrPermission { get; } = new("UNKNOWN_RELATION_OR_PERMISSION");

    /// <summary>More updates than one write takes.</summary>
    public static RefusalReason TooManyUpdatesInRequest { get; } = new("TOO_MANY_UPDATES_IN_REQUEST");

    /// <summary>More preconditions than one write takes.</summary>
    public static RefusalReason TooManyPreconditionsInRequest { get; } = new("TOO_MANY_PRECONDITIONS_IN_REQUEST");

    /// <summary>A precondition does not hold.</summary>
    public static RefusalReason WriteOrDeletePreconditionFailure { get; } = new("WRITE_OR_DELETE_PRECONDITION_FAILURE");

    /// <summary>The schema has no such caveat.</summary>
    public static RefusalReason UnknownCaveat { get; } = new("UNKNOWN_CAVEAT");

    /// <summary>The relation does not allow this form of subject.</summary>
    public static RefusalReason InvalidSubjectType { get; } = new("INVALID_SUBJECT_TYPE");

    /// <summary>A caveat's context has a value of the wrong type.</summary>
    public static RefusalReason CaveatParameterTypeError { get; } = new("CAVEAT_PARAMETER_TYPE_ERROR");

    /// <summary>The same relationship stands in one write twice.</summary>
    public static RefusalReason UpdatesOnSameRelationship { get; } = new("UPDATES_ON_SAME_RELATIONSHIP");

    /// <summary>A permission is computed: nothing is written to it.</summary>
    public static RefusalReason CannotUpdatePermission { get; } = new("CANNOT_UPDATE_PERMISSION");

    /// <summary>A caveat could not be evaluated.</summary>
    public static RefusalReason CaveatEvaluationError { get; } = new("CAVEAT_EVALUATION_ERROR");

    /// <summary>The cursor is damaged, or of another request or tenant.</summary>
    public static RefusalReason InvalidCursor { get; } = new("INVALID_CURSOR");

    /// <summary>More relationships match than one delete may remove.</summary>
    public static RefusalReason TooManyRelationshipsForTransactionalDelete { get; } = new("TOO_MANY_RELATIONSHIPS_FOR_TRANSACTIONAL_DELETE");

    /// <summary>A relationship's context is larger than is stored.</summary>
    public static RefusalReason MaxRelationshipContextSize { get; } = new("MAX_RELATIONSHIP_CONTEXT_SIZE");

    /// <summary>What was to be created exists.</summary>
    public static RefusalReason AttemptToRecreateRelationship { get; } = new("ATTEMPT_TO_RECREATE_RELATIONSHIP");

    /// <summary>The answer lies deeper than the limit.</summary>
    public static RefusalReason MaximumDepthExceeded { get; } = new("MAXIMUM_DEPTH_EXCEEDED");

    /// <summary>The limit asked for is larger than the largest.</summary>
    public static RefusalReason ExceedsMaximumAllowableLimit { get; } = new("EXCEEDS_MAXIMUM_ALLOWABLE_LIMIT");

    /// <summary>The filter's parts do not fit together.</summary>
    public static RefusalReason InvalidFilter { get; } = new("INVALID_FILTER");

    /// <summary>A counter of that name exists.</summary>
    public static RefusalReason CounterAlreadyRegistered { get; } = new("COUNTER_ALREADY_REGISTERED");

    /// <summary>There is no counter of that name.</summary>
    public static RefusalReason CounterNotRegistered { get; } = new("COUNTER_NOT_REGISTERED");

    /// <summary>A wildcard is no subject of a question.</summary>
    public static RefusalReason WildcardNotAllowed { get; } = new("WILDCARD_NOT_ALLOWED");

    /// <summary>What a writer said of the transaction is larger than is stored.</summary>
    public static RefusalReason TransactionMetadataTooLarge { get; } = new("TRANSACTION_METADATA_TOO_LARGE");
}
