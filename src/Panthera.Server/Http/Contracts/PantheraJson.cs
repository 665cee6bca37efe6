using System.Text.Json;
using System.Text.Json.Serialization;

namespace Panthera.Server.Http.Contracts;

/// <summary>Reads and writes every body of the HTTP API, without reflection; for servers and clients.</summary>
/// <remarks>`Default` ignores members that it does not know, so that a client outlives a server's next version. The server reads requests strictly:
/// a misspelt `expiresAt` must not make a grant that never ends.</remarks>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(EntryBody))]
[JsonSerializable(typeof(ListBody))]
[JsonSerializable(typeof(WriteBody))]
[JsonSerializable(typeof(ChangeBody))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(CopyRequest))]
[JsonSerializable(typeof(CopyBody))]
[JsonSerializable(typeof(GrantRequest))]
[JsonSerializable(typeof(GrantsBody))]
[JsonSerializable(typeof(OwnerRequest))]
[JsonSerializable(typeof(GroupRequest))]
[JsonSerializable(typeof(GroupMemberRequest))]
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(CheckBody))]
[JsonSerializable(typeof(ExplanationBody))]
[JsonSerializable(typeof(TenantBody))]
[JsonSerializable(typeof(TenantsBody))]
[JsonSerializable(typeof(TenantRequest))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(TokensBody))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(MintedTokenBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(StatusBody))]
public sealed partial class PantheraJson : JsonSerializerContext;
