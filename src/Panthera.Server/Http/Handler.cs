namespace Panthera.Server.Http;

/// <summary>Answers a request that is authenticated and within its scope.</summary>
internal delegate Task Handler(ApiRequest request);
