using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Panthera.Cli.Bench.Smoke;

/// <summary>The least that Kestrel can do: the same bytes from memory for every request, with nothing decided. What a figure is compared with.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly WebApplication _host;

    private BareServer(WebApplication host) => _host = host;

    internal string Url => _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    internal static async Task<BareServer> StartAsync(byte[] content, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "bare" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        host.Run(context =>
        {
            context.Response.ContentLength = content.Length;
            context.Response.ContentType = "application/octet-stream";
            return context.Response.Body.WriteAsync(content, 0, content.Length, context.RequestAborted);
        });
        await host.StartAsync(cancellationToken);
        return new(host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
