using System.Reflection;
using System.Xml.Linq;

namespace Panthera.Layering.Tests;

/// <summary>Rooms refer one way: Storage, then Permissions, then Files, then Server, then Cli; engines refer to Storage alone, and the protocol to nothing of ours.</summary>
public sealed class LayeringTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Panthera.Storage"] = [],
        ["Panthera.Storage.RocksDb"] = ["Panthera.Storage"],
        ["Panthera.Permissions"] = ["Panthera.Storage"],
        ["Panthera.Files"] = ["Panthera.Storage", "Panthera.Permissions"],
        ["Panthera.Protocol"] = [],
        ["Panthera.Server"] = ["Panthera.Storage", "Panthera.Permissions", "Panthera.Files", "Panthera.Protocol"],
        ["panthera"] = ["Panthera.Storage", "Panthera.Storage.RocksDb", "Panthera.Permissions", "Panthera.Files", "Panthera.Protocol", "Panthera.Server"],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_only_to_the_rooms_below_it(string room)
    {
        var referenced = Assembly.Load(room).GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => name.StartsWith("Panthera", StringComparison.Ordinal));
        Assert.Empty(referenced.Except(Allowed[room]));
    }

    [Fact]
    public void Every_project_under_src_has_a_rule_here()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => XDocument.Load(file).Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(file));
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_embedded_engine_knows_its_database()
    {
        foreach (var room in Allowed.Keys.Where(room => room != "Panthera.Storage.RocksDb"))
            Assert.DoesNotContain(Assembly.Load(room).GetReferencedAssemblies(), name => name.Name!.StartsWith("RocksDb", StringComparison.Ordinal));
    }

    [Fact]
    public void The_libraries_read_no_clock_and_no_web_framework()
    {
        foreach (var room in (string[])["Panthera.Storage", "Panthera.Storage.RocksDb", "Panthera.Permissions", "Panthera.Files"])
            Assert.DoesNotContain(Assembly.Load(room).GetReferencedAssemblies(), name => name.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Unsafe_code_stays_in_its_few_places()
    {
        string[] mayBeUnsafe = [Path.Combine("src", "Panthera.Storage.RocksDb"), Path.Combine("src", "Panthera.Files", "Tree", "Pages", "PageArena."), Path.Combine("src", "Panthera.Files", "Tree", "Pages", "NativeChunk."), Path.Combine("src", "Panthera.Files", "Tree", "DirectoryTable.")];
        foreach (var file in Repository.Sources("src"))
        {
            var relative = Path.GetRelativePath(Repository.Root, file);
            if (mayBeUnsafe.Any(folder => relative.StartsWith(folder, StringComparison.Ordinal))) continue;
            Assert.DoesNotContain("unsafe ", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_file_is_so_long_that_it_holds_two_nouns()
    {
        var long500 = Repository.Sources("src").Where(file => File.ReadLines(file).Count() > 500).Select(Path.GetFileName);
        Assert.Empty(long500);
    }
}
