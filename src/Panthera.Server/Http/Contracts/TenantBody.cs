using System.Text.Json.Serialization;

namespace Panthera.Server.Http.Contracts;

/// <summary>A tenant.</summary>
public sealed record TenantBody
{
    /// <summary>Its number, never reused; a string on the wire, as all 64-bit ids.</summary>
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public required ulong Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>`files` or `bare`.</summary>
    public required string Kind { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
