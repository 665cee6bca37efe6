using System.Net.Sockets;
using System.Text;

namespace Panthera.Server.Tests;

/// <summary>A plain connection, for requests that an HTTP client would not send.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();

    private RawConnection()
    {
    }

    internal NetworkStream Stream => _client.GetStream();

    internal static async Task<RawConnection> OpenAsync(Uri server)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Sends one request on a connection of its own, and returns the status and everything that came back.</summary>
    internal static async Task<(int Status, string Text)> RequestAsync(Uri server, string method, string target, string? secret, string headers = "")
    {
        using var connection = await OpenAsync(server);
        await connection.SendAsync($"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{Authorization(secret)}{headers}Connection: close\r\n\r\n");
        return await connection.ReadToEndAsync();
    }

    internal static string Authorization(string? secret) => secret is null ? "" : $"Authorization: Bearer {secret}\r\n";

    /// <summary>Sends text as Latin-1, so that a character is a byte.</summary>
    internal async Task SendAsync(string text) => await Stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

    internal async Task<(int Status, string Text)> ReadToEndAsync()
    {
        using var received = new MemoryStream();
        await Stream.CopyToAsync(received, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(received.ToArray());
        return (text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(text.AsSpan(9, 3)) : 0, text);
    }

    /// <summary>Reads until the text has come.</summary>
    internal async Task<string> ReadUntilAsync(string end)
    {
        var received = new StringBuilder();
        var buffer = new byte[4096];
        while (!received.ToString().Contains(end, StringComparison.Ordinal))
        {
            var count = await Stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (count == 0) throw new EndOfStreamException($"the connection ended after `{received}`");
            received.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return received.ToString();
    }

    public void Dispose() => _client.Dispose();
}
