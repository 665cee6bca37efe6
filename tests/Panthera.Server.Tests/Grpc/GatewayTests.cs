using System.Net;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Panthera.Files;

namespace Panthera.Server.Tests.Grpc;

/// <summary>The HTTP form: the same calls as JSON.</summary>
public sealed class GatewayTests : CallsTest
{
    private const string Written = """{"updates":[{"operation":"OPERATION_TOUCH","relationship":{"resource":{"objectType":"document","objectId":"a"},"relation":"owner","subject":{"object":{"objectType":"user","objectId":"ann"}}}}]}""";

    [Fact]
    public async Task Writes_checks_and_reads_in_camel_case_or_as_the_contract_spells_it()
    {
        var written = await PostAsync("/v1/relationships/write", Written);
        var token = written.GetProperty("writtenAt").GetProperty("token").GetString();
        const string Check = """{"consistency":{"at_least_as_fresh":{"token":"TOKEN"}},"resource":{"object_type":"document","object_id":"a"},"permission":"view","subject":{"object":{"object_type":"user","object_id":"ann"}}}""";
        var check = await PostAsync("/v1/permissions/check", Check.Replace("TOKEN", token, StringComparison.Ordinal));
        Assert.Equal("PERMISSIONSHIP_HAS_PERMISSION", check.GetProperty("permissionship").GetString());
        var schema = await PostAsync("/v1/schema/read", "{}");
        Assert.Equal(SchemaText, schema.GetProperty("schemaText").GetString());
        Assert.Equal(SchemaText, (await PostAsync("/v1/schema/read", "")).GetProperty("schemaText").GetString());
    }

    [Fact]
    public async Task A_stream_is_a_line_for_each_result()
    {
        await WriteAsync("document:a#owner@user:ann", "document:b#owner@user:ann");
        using var response = await Owner.Http.PostJsonAsync("/v1/relationships/read", """{"consistency":{"fullyConsistent":true},"relationshipFilter":{"resourceType":"document"}}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var lines = (await response.Content.ReadAsStringAsync(Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["a", "b"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("result").GetProperty("relationship").GetProperty("resource").GetProperty("objectId").GetString()));
    }

    [Fact]
    public async Task A_stream_of_nothing_is_empty()
    {
        using var response = await Owner.Http.PostJsonAsync("/v1/relationships/read", """{"relationshipFilter":{"resourceType":"document"}}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("[]", "JSON")]
    [InlineData("null", "JSON")]
    [InlineData("""{"permision":"view"}""", "permision")]
    [InlineData("""{"permission":7}""", "JSON")]
    [InlineData("""{"consistency":{"fullyConsistent":true,"minimizeLatency":true}}""", "JSON")]
    [InlineData("{}{}", "JSON")]
    public async Task What_is_no_such_message_is_refused(string body, string part)
    {
        using var response = await Owner.Http.PostJsonAsync("/v1/permissions/check", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled)).RootElement;
        Assert.Equal((int)StatusCode.InvalidArgument, error.GetProperty("code").GetInt32());
        Assert.Contains(part, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_deep_nesting_is_refused_and_the_server_lives()
    {
        var deep = """{"context":""" + string.Concat(Enumerable.Repeat("""{"a":""", 5000)) + "1" + new string('}', 5001);
        using var response = await Owner.Http.PostJsonAsync("/v1/permissions/check", deep);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        // The client waits for leave to send, so that the refusal is not lost among what it sends.
        using var response = await Owner.Http.PostJsonAsync("/v1/permissions/check", "{\"permission\":\"" + new string('x', 9 << 20) + "\"}", ("Expect", "100-continue"));
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
    }

    [Fact]
    public async Task Keys_and_methods_are_answered_as_gateways_do()
    {
        using var none = await Server.Http.Nobody.PostJsonAsync("/v1/permissions/check", "{}");
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.NotEmpty(none.Headers.WwwAuthenticate);
        using var unknown = await Server.ClientOf("pnt_wrong").Http.PostJsonAsync("/v1/permissions/check", "{}");
        Assert.Equal(HttpStatusCode.Forbidden, unknown.StatusCode);
        using var file = await Server.Http.Alice.PostJsonAsync("/v1/permissions/check", "{}");
        Assert.Equal(HttpStatusCode.Forbidden, file.StatusCode);
        using var get = await Owner.Http.GetAsync("/v1/permissions/check");
        Assert.Equal(HttpStatusCode.NotImplemented, get.StatusCode);
        Assert.Equal(["POST"], get.Content.Headers.Allow);
        var reader = await Server.ClientAsync(TokenScope.PermissionsRead, "perms");
        using var write = await reader.Http.PostJsonAsync("/v1/relationships/write", Written);
        Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
    }

    [Fact]
    public async Task The_file_API_and_the_contract_do_not_take_each_others_paths()
    {
        using var check = await Server.Http.Alice.PostJsonAsync("/v1/check", """{"permission":"read","path":"/"}""");
        Assert.Equal(HttpStatusCode.OK, check.StatusCode);
        foreach (var call in RawCalls.All.Where(call => call.Path is not null))
        {
            using var response = await Server.Http.Nobody.PostAsync(call.Path!, "{}");
            Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        }
    }

    [Fact]
    public async Task The_description_lists_every_path_and_each_of_its_references_leads_somewhere()
    {
        var document = JsonDocument.Parse(await Server.Http.Nobody.MustGetTextAsync("/openapi.json")).RootElement;
        Assert.StartsWith("3.0", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal);
        string[] expected =
        [
            "/v1/permissions/check", "/v1/permissions/checkbulk", "/v1/permissions/expand", "/v1/permissions/resources", "/v1/permissions/subjects",
            "/v1/relationships/delete", "/v1/relationships/exportbulk", "/v1/relationships/importbulk", "/v1/relationships/read", "/v1/relationships/write",
            "/v1/schema/diffschema", "/v1/schema/permissions/computable", "/v1/schema/permissions/dependent", "/v1/schema/read", "/v1/schema/reflectschema",
            "/v1/schema/write", "/v1/watch",
        ];
        Assert.Equal(expected, paths);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var references = References(document).Distinct().ToArray();
        Assert.True(references.Length > 50, $"{references.Length} references");
        Assert.All(references, reference => Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference));
        var operations = document.GetProperty("paths").EnumerateObject().Select(path => path.Value.GetProperty("post").GetProperty("operationId").GetString()).ToArray();
        Assert.Equal(operations.Length, operations.Distinct().Count());
        var check = schemas.GetProperty("authzed.api.v1.CheckPermissionRequest").GetProperty("properties");
        Assert.Equal("boolean", check.GetProperty("withTracing").GetProperty("type").GetString());
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private async Task<JsonElement> PostAsync(string path, string json)
    {
        using var response = await Owner.Http.SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
