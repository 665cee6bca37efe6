namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>What an instruction of a pattern does.</summary>
internal enum PatternOperation
{
    /// <summary>Takes a character of its class.</summary>
    Take,

    /// <summary>Goes on at two places.</summary>
    Split,

    /// <summary>Goes on at another place.</summary>
    Jump,

    /// <summary>Goes on if the place in the text is what it asserts.</summary>
    Assert,

    /// <summary>The pattern has matched.</summary>
    Match,
}
