using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Panthera.Server.Http.Contracts;

namespace Panthera.Server.Tests;

/// <summary>Calls the API as one token's holder.</summary>
internal sealed class ApiClient
{
    private readonly HttpClient _http;
    private readonly Uri _server;
    private readonly AuthenticationHeaderValue? _authorization;

    internal ApiClient(HttpClient http, Uri server, AuthenticationHeaderValue? authorization)
    {
        _http = http;
        _server = server;
        _authorization = authorization;
    }

    internal Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    internal Task<HttpResponseMessage> HeadAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Head, path, null, headers);

    internal Task<HttpResponseMessage> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Delete, path, null, headers);

    internal Task<HttpResponseMessage> PutAsync(string path, string content, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, new ByteArrayContent(Encoding.UTF8.GetBytes(content)), headers);

    internal Task<HttpResponseMessage> PutAsync(string path, byte[] content, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, new ByteArrayContent(content), headers);

    internal Task<HttpResponseMessage> PostAsync(string path, string content, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new ByteArrayContent(Encoding.UTF8.GetBytes(content)), headers);

    internal Task<HttpResponseMessage> PostJsonAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    internal Task<HttpResponseMessage> PutJsonAsync(string path, string json) =>
        SendAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"));

    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server, path)) { Content = content };
        request.Headers.Authorization = _authorization;
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) content!.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Puts a file that must be accepted, and returns its entity tag.</summary>
    internal async Task<string> MustPutAsync(string path, string content)
    {
        using var response = await PutAsync(path, content);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return response.Headers.ETag!.ToString();
    }

    internal async Task MustPostAsync(string path, string json)
    {
        using var response = await PostJsonAsync(path, json);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    internal Task ShareAsync(string path, string relation, string subject) =>
        MustPostAsync("/v1/grants" + path, $$"""{"relation":"{{relation}}","subject":"{{subject}}"}""");

    internal async Task<string> MustGetTextAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    internal static async Task<T> BodyAsync<T>(Task<HttpResponseMessage> call, HttpStatusCode status, JsonTypeInfo<T> type)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{response.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        return JsonSerializer.Deserialize(text, type)!;
    }

    /// <summary>Asserts that a call fails as problem details say, in every part.</summary>
    internal static async Task<ProblemBody> ProblemAsync(Task<HttpResponseMessage> call, int status, string code)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} instead of {status}: {text[..Math.Min(text.Length, 500)]}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        var problem = JsonSerializer.Deserialize(text, PantheraJson.Default.ProblemBody)!;
        Assert.Equal(status, problem.Status);
        Assert.Equal(code, problem.Code);
        Assert.Equal("urn:panthera:problem:" + code, problem.Type);
        Assert.NotEmpty(problem.Title);
        Assert.NotEmpty(problem.Detail!);
        return problem;
    }
}
