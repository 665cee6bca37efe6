using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Panthera.Cli.Output;
using StackExchange.Redis;

namespace Panthera.Cli.Bench.Tree.Redis;

/// <summary>A Redis server for a measurement: one started for it as a child, without persistence, or one that runs already and is empty.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Process? _process;
    private readonly string? _directory;
    private readonly ConnectionMultiplexer _connection;

    private RedisServer(Process? process, string? directory, ConnectionMultiplexer connection)
    {
        _process = process;
        _directory = directory;
        _connection = connection;
    }

    internal IDatabase Database => _connection.GetDatabase();

    /// <summary>Starts a server, or connects to one.</summary>
    /// <param name="address">`HOST:PORT` or the path of a Unix socket; null to start one.</param>
    /// <exception cref="UsageException">There is none, or it holds something.</exception>
    internal static async Task<RedisServer> OpenAsync(string? address)
    {
        if (address is not null) return await ConnectAsync(null, null, address.StartsWith('/') ? "!" + address : address);
        var directory = Directory.CreateTempSubdirectory("panthera-redis-").FullName;
        var socket = Path.Combine(directory, "socket");
        Process process;
        try
        {
            var start = new ProcessStartInfo("redis-server", ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", directory, "--logfile", Path.Combine(directory, "log")]);
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Directory.Delete(directory, recursive: true);
            throw new UsageException("there is no `redis-server` on this machine; install it from your distribution, or give `--redis ADDRESS` of one that runs");
        }

        try
        {
            return await ConnectAsync(process, directory, "!" + socket);
        }
        catch
        {
            Stop(process, directory);
            throw;
        }
    }

    /// <summary>A number that the server says of its memory, such as `used_memory`.</summary>
    internal long Memory(string field)
    {
        var info = Database.Execute("INFO", "memory").ToString() ?? "";
        foreach (var line in info.Split("\r\n"))
        {
            if (line.StartsWith(field + ":", StringComparison.Ordinal)) return long.Parse(line.AsSpan(field.Length + 1), CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException($"the server does not say `{field}`");
    }

    internal string Version()
    {
        var info = Database.Execute("INFO", "server").ToString() ?? "";
        return info.Split("\r\n").FirstOrDefault(static line => line.StartsWith("redis_version:", StringComparison.Ordinal))?["redis_version:".Length..] ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        // It was empty when it was opened: what is in it is the measurement's.
        if (_process is null) await Database.ExecuteAsync("FLUSHDB");
        await _connection.DisposeAsync();
        if (_process is not null) Stop(_process, _directory!);
    }

    private static async Task<RedisServer> ConnectAsync(Process? process, string? directory, string endpoint)
    {
        var options = ConfigurationOptions.Parse(endpoint);
        options.AbortOnConnectFail = true;

        // Its statistics count as an administrator's.
        options.AllowAdmin = true;
        options.ConnectRetry = 20;
        options.ConnectTimeout = 1000;
        options.SyncTimeout = options.AsyncTimeout = 600_000;
        ConnectionMultiplexer connection;
        try
        {
            connection = await ConnectWhenReadyAsync(options, process);
        }
        catch (RedisConnectionException exception)
        {
            throw new UsageException($"no Redis server answers at `{endpoint.TrimStart('!')}`: {exception.Message}");
        }

        var server = new RedisServer(process, directory, connection);
        if ((long)server.Database.Execute("DBSIZE") == 0) return server;
        await connection.DisposeAsync();
        throw new UsageException($"the Redis server at `{endpoint.TrimStart('!')}` is not empty; name one that is");
    }

    /// <summary>Connects; to a server that was just started, as soon as it listens.</summary>
    private static async Task<ConnectionMultiplexer> ConnectWhenReadyAsync(ConfigurationOptions options, Process? process)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ConnectionMultiplexer.ConnectAsync(options);
            }
            catch (RedisConnectionException) when (process is { HasExited: false } && attempt < 50)
            {
                await timer.WaitForNextTickAsync();
            }
        }
    }

    private static void Stop(Process process, string directory)
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
