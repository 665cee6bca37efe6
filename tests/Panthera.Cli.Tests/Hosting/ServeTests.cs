using System.Text.Json;

namespace Panthera.Cli.Tests.Hosting;

public sealed class ServeTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_second_process_on_the_data_directory_is_told_so()
    {
        await _cli.SeedAsync();
        using (var server = PantheraProcess.Start("serve", "--data", _cli.Data, "--urls", "http://127.0.0.1:0", "--grpc", "127.0.0.1:0", "--json"))
        {
            var line = await server.Out.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Equal("listening", JsonDocument.Parse(line!).RootElement.GetProperty("status").GetString());
            var second = await _cli.RunAsync("ls");
            Assert.Equal(3, second.ExitCode);
            Assert.Contains(_cli.Data, second.Error, StringComparison.Ordinal);
            Assert.Contains("open", second.Error, StringComparison.Ordinal);
            await server.KillAsync();
        }

        await _cli.DoAsync("ls");
    }

    [Theory]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("127.0.0.1:8180")]
    [InlineData("http://127.0.0.1:0/path")]
    [InlineData("http://example.invalid:0")]
    public async Task A_wrong_address_is_wrong_usage(string url)
    {
        Assert.Equal(3, (await _cli.RunAsync("serve", "--urls", url)).ExitCode);
        Assert.False(Directory.Exists(_cli.Data));
    }

    [Theory]
    [InlineData("--memory", "plenty")]
    [InlineData("--memory", "-1G")]
    [InlineData("--memory", "0")]
    [InlineData("--tenant-share", "0")]
    [InlineData("--tenant-share", "101")]
    public async Task A_wrong_budget_is_wrong_usage(string option, string value)
    {
        var result = await _cli.RunAsync("serve", "--urls", "http://127.0.0.1:0", "--no-grpc", option, value);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(option, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.Data));
    }

    [Fact]
    public async Task The_budget_of_memory_is_what_was_asked_for()
    {
        await _cli.SeedAsync();
        using var server = PantheraProcess.Start("serve", "--data", _cli.Data, "--urls", "http://127.0.0.1:0", "--no-grpc", "--memory", "1.5G", "--tenant-share", "50", "--json");
        var line = await server.Out.ReadLineAsync(TestContext.Current.CancellationToken);
        var url = JsonDocument.Parse(line!).RootElement.GetProperty("url").GetString();
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync($"{url}/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("panthera_server_memory_budget_bytes", metrics, StringComparison.Ordinal);
        Assert.Contains(" 1610612736", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_data_directory_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_cli.Data);
        var file = Path.Combine(_cli.Data, "diary.txt");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);
        var result = await _cli.RunAsync("serve", "--urls", "http://127.0.0.1:0", "--no-grpc");
        Assert.Equal(3, result.ExitCode);
        Assert.Equal([file], Directory.GetFiles(_cli.Data));
    }
}
