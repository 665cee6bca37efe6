namespace Panthera.Server.Http;

/// <summary>What a Range header comes to.</summary>
internal enum RangeRequest
{
    /// <summary>Send everything.</summary>
    Whole,

    /// <summary>Send one part.</summary>
    Part,

    /// <summary>The part lies outside of the content.</summary>
    Unsatisfiable,
}
