using System.Text;
using CsCheck;
using Panthera.Storage;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Tree;

public sealed class FilePathTests
{
    [Theory]
    [Trait("Hazard", "H27")]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a/b")]
    [InlineData("./a")]
    [InlineData("//")]
    [InlineData("//a")]
    [InlineData("/a//b")]
    [InlineData("/a//")]
    [InlineData("/.")]
    [InlineData("/..")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/a/..")]
    [InlineData("/a/../")]
    [InlineData("/a\0b")]
    [InlineData("/\0")]
    public void What_is_no_path_is_refused_and_never_repaired(string text)
    {
        var refusal = FilePath.Parse(text).Refusal!;
        Assert.Equal(RefusalCode.InvalidArgument, refusal.Code);
        Assert.StartsWith("path `", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', refusal.Message);
    }

    [Theory]
    [Trait("Hazard", "H29")]
    [InlineData("/...")]
    [InlineData("/.a")]
    [InlineData("/..a")]
    [InlineData("/a..")]
    [InlineData("/a:b#c@d|e")]
    [InlineData("/ ")]
    [InlineData("/%2f")]
    [InlineData("/%2e%2e")]
    [InlineData("/\\..\\a")]
    [InlineData("/a\nb\tc")]
    [InlineData("/*")]
    [InlineData("/file:0000000000000001")]
    [InlineData("/\ufeffa")]
    public void Everything_else_is_a_name_as_given(string text)
    {
        var path = FilePath.Parse(text).Value;
        Assert.Equal(text, path.ToString());
        Assert.Single(path.Names);
        Assert.Equal(text[1..], path.Name.ToString());
    }

    [Fact]
    [Trait("Hazard", "H27")]
    public void A_lone_surrogate_is_refused_wherever_it_stands()
    {
        foreach (var text in (string[])["/a/\ud800", "/\udc00b", "/\ud800\ud800\udc00", "/a\udbff/"])
            Assert.Equal(RefusalCode.InvalidArgument, FilePath.Parse(text).Refusal!.Code);
        Assert.True(FilePath.Parse("/\ud800\udc00").IsAccepted);
    }

    [Fact]
    public void A_name_has_at_most_255_bytes_and_a_path_4096_counted_in_utf_8()
    {
        Assert.True(FilePath.Parse("/" + new string('a', 255)).IsAccepted);
        Assert.False(FilePath.Parse("/" + new string('a', 256)).IsAccepted);
        Assert.True(FilePath.Parse("/" + new string('é', 127)).IsAccepted);
        Assert.False(FilePath.Parse("/" + new string('é', 128)).IsAccepted);

        var names = string.Concat(Enumerable.Repeat("/" + new string('b', 255), 16));
        Assert.Equal(4096, names.Length);
        var longest = FilePath.Parse(names).Value;
        Assert.False(FilePath.Parse(names[..^1] + "/c").IsAccepted);
        Assert.False(FilePath.Parse(string.Concat(Enumerable.Repeat("/é", 1366))).IsAccepted);
        Assert.Equal(RefusalCode.InvalidArgument, longest.Child(longest.Name).Refusal!.Code);
        Assert.Equal(names, longest.Parent.Child(longest.Name).Value.ToString());
    }

    [Fact]
    [Trait("Hazard", "H35")]
    public void One_slash_at_the_end_is_remembered_and_not_part_of_the_path()
    {
        var path = FilePath.Parse("/a/b/").Value;
        Assert.Equal("/a/b", path.ToString());
        Assert.True(path.MustBeDirectory);
        Assert.False(((FilePath)"/a/b").MustBeDirectory);
        Assert.Equal((FilePath)"/a/b", path);
        Assert.Equal("/a", path.Parent.ToString());
        Assert.Equal("/", path.Parent.Parent.ToString());
        Assert.True(path.Parent.Parent.IsRoot);
        Assert.Same(FilePath.Root, FilePath.Root.Parent);
        Assert.Throws<InvalidOperationException>(() => FilePath.Root.Name);
    }

    [Fact]
    [Trait("Hazard", "H18")]
    public void Within_is_by_whole_names_not_by_a_pattern_or_a_prefix_of_text()
    {
        Assert.True(((FilePath)"/a_b/c").IsWithin("/a_b"));
        Assert.True(((FilePath)"/a_b").IsWithin("/a_b"));
        Assert.True(((FilePath)"/a_b").IsWithin("/"));
        Assert.False(((FilePath)"/aXb/c").IsWithin("/a_b"));
        Assert.False(((FilePath)"/a_bc").IsWithin("/a_b"));
        Assert.False(((FilePath)"/a").IsWithin("/a/b"));
        Assert.False(((FilePath)"/A/b").IsWithin("/a"));
    }

    [Fact]
    public void Any_names_make_a_path_that_is_read_back_and_is_made_of_them() =>
        Gen.String[Gen.Char, 1, 20].Array[1, 6].Sample(names =>
        {
            var text = "/" + string.Join('/', names);
            var parsed = FilePath.Parse(text);
            var isValid = names.All(name => name is not ("." or "..") && !name.Contains('\0') && !name.Contains('/') && IsUnicode(name));
            if (names.Any(name => name.Contains('/'))) return;
            Assert.Equal(isValid, parsed.IsAccepted);
            if (!isValid) return;
            Assert.Equal(names, parsed.Value.Names.Select(name => name.ToString()));
            var up = parsed.Value;
            for (var i = names.Length - 1; i >= 0; i--, up = up.Parent) Assert.Equal(names[i], up.Name.ToString());
            Assert.True(up.IsRoot);
        });

    [Fact]
    [Trait("Hazard", "H28")]
    [Trait("Hazard", "H24")]
    public async Task Names_that_look_alike_are_different_files_and_lists_are_in_the_order_of_bytes()
    {
        string[] names = ["a_b", "aXb", "A", "a", "é", "e\u0301", "Ａ", "А", "ﬁ", "fi", "ß", "SS", "İ", "i", "ı", "\ue000", "𝒜", "a b", "a\u200bb", "a:b", "a#b", "a@b", "a|b", "%", "*", "ÿ"];
        await using var test = await CreateAsync();
        foreach (var name in names)
        {
            Assert.True((await test.WriteAsync(Alice, "/" + name, name)).Created);
            await test.GrantAsync("/" + name, "viewer", "user:u" + Array.IndexOf(names, name));
        }

        foreach (var name in names)
        {
            Assert.Equal(name, await test.ReadAsync(Alice, "/" + name));
            Assert.Equal(["/" + name], test.Names(User("u" + Array.IndexOf(names, name)), "/"));
        }

        var listed = test.Files.List(Alice, "/", ListOptions.Default).Value.Entries.Select(entry => entry.Path.Name.ToString()).ToArray();
        Assert.Equal(names.OrderBy(name => Convert.ToHexString(Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal), listed);
    }

    [Fact]
    [Trait("Hazard", "H35")]
    public async Task A_slash_after_a_file_is_refused_by_every_operation_and_changes_nothing()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/f", "text");
        await test.WriteAsync(Alice, "/g", "other");
        var (files, before) = (test.Files, test.Tenant.Log.Published.Revision);
        var self = Alice.Subject!;
        var bytes = new MemoryStream([1]);
        Dictionary<string, Refusal?> refusals = new()
        {
            ["read"] = files.OpenRead(Alice, "/f/").Refusal,
            ["stat"] = files.Stat(Alice, "/f/").Refusal,
            ["list"] = files.List(Alice, "/f/", ListOptions.Default).Refusal,
            ["write"] = (await files.WriteAsync(Alice, "/f/", bytes, WriteOptions.Default, CancellationToken.None)).Refusal,
            ["create"] = (await files.WriteAsync(Alice, "/new/", bytes, WriteOptions.Default, CancellationToken.None)).Refusal,
            ["append"] = (await files.AppendAsync(Alice, "/f/", bytes, WriteOptions.Default, CancellationToken.None)).Refusal,
            ["mkdir"] = (await files.MakeDirectoryAsync(Alice, "/f/", true, CancellationToken.None)).Refusal,
            ["move from"] = (await files.MoveAsync(Alice, "/f/", "/h", MoveOptions.Default, CancellationToken.None)).Refusal,
            ["move to"] = (await files.MoveAsync(Alice, "/f", "/h/", MoveOptions.Default, CancellationToken.None)).Refusal,
            ["move over"] = (await files.MoveAsync(Alice, "/f", "/g/", new() { Replace = true }, CancellationToken.None)).Refusal,
            ["copy from"] = (await files.CopyAsync(Alice, "/f/", "/h", CancellationToken.None)).Refusal,
            ["copy to"] = (await files.CopyAsync(Alice, "/f", "/h/", CancellationToken.None)).Refusal,
            ["delete"] = (await files.DeleteAsync(Alice, "/f/", DeleteOptions.Default, CancellationToken.None)).Refusal,
            ["grant"] = (await files.GrantAsync(Alice, "/f/", "viewer", self, null, CancellationToken.None)).Refusal,
            ["revoke"] = (await files.RevokeAsync(Alice, "/f/", "viewer", self, CancellationToken.None)).Refusal,
            ["grants"] = files.Grants(Alice, "/f/").Refusal,
            ["change owner"] = (await files.ChangeOwnerAsync(Alice, "/f/", Bob.Subject!, CancellationToken.None)).Refusal,
            ["check"] = files.Check(Alice, self, "read", "/f/").Refusal,
            ["explain"] = files.Explain(Alice, self, "read", "/f/").Refusal,
        };
        Assert.Equal("", string.Join(", ", refusals.Where(pair => pair.Value is null).Select(pair => pair.Key)));
        Assert.DoesNotContain(refusals, pair => pair.Value!.Code is RefusalCode.NotFound or RefusalCode.Denied);
        Assert.DoesNotContain(refusals, pair => pair.Value!.Message.Contains("//", StringComparison.Ordinal));
        Assert.Equal(before, test.Tenant.Log.Published.Revision);
    }

    [Fact]
    [Trait("Hazard", "H35")]
    public async Task A_slash_after_a_directory_means_the_directory_to_every_operation()
    {
        await using var test = await CreateAsync();
        var files = test.Files;
        _ = (await files.MakeDirectoryAsync(Alice, "/d/", false, CancellationToken.None)).Value;
        await test.WriteAsync(Alice, "/d/f", "x");
        Assert.Equal("/d", files.Stat(Alice, "/d/").Value.Path.ToString());
        Assert.Single(files.List(Alice, "/d/", ListOptions.Default).Value.Entries);
        Assert.True((await files.GrantAsync(Alice, "/d/", "viewer", Bob.Subject!, null, CancellationToken.None)).Value.Changed);
        Assert.Single(files.Grants(Alice, "/d/").Value);
        _ = (await files.CopyAsync(Alice, "/d/", "/e/", CancellationToken.None)).Value;
        _ = (await files.MoveAsync(Alice, "/e/", "/g/", MoveOptions.Default, CancellationToken.None)).Value;
        Assert.Equal("x", await test.ReadAsync(Alice, "/g/f"));
        _ = (await files.DeleteAsync(Alice, "/g/", new() { Recursive = true }, CancellationToken.None)).Value;
        Assert.Equal(["/d", "/d/f"], test.Names(Alice, "/", recursive: true));
    }

    [Fact]
    [Trait("Hazard", "H35")]
    public async Task The_root_is_answered_by_every_operation_and_survives_them()
    {
        await using var test = await CreateAsync();
        await test.WriteAsync(Alice, "/a/f", "x");
        var files = test.Files;
        Assert.Equal(EntryKind.Directory, files.Stat(Alice, "/").Value.Kind);
        Assert.Equal(RefusalCode.NotFound, files.Stat(Bob, "/").Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, files.List(Bob, "/", ListOptions.Default).Refusal!.Code);
        foreach (var (caller, isOwner) in ((Caller, bool)[])[(Alice, true), (Bob, false)])
        {
            var self = caller.Subject!;
            Refusal?[] refusals =
            [
                files.OpenRead(caller, "/").Refusal,
                (await files.WriteAsync(caller, "/", new MemoryStream([1]), WriteOptions.Default, CancellationToken.None)).Refusal,
                (await files.AppendAsync(caller, "/", new MemoryStream([1]), WriteOptions.Default, CancellationToken.None)).Refusal,
                (await files.MakeDirectoryAsync(caller, "/", false, CancellationToken.None)).Refusal,
                (await files.MoveAsync(caller, "/", "/b", MoveOptions.Default, CancellationToken.None)).Refusal,
                (await files.MoveAsync(caller, "/a", "/", new() { Replace = true }, CancellationToken.None)).Refusal,
                (await files.CopyAsync(caller, "/", "/b", CancellationToken.None)).Refusal,
                (await files.CopyAsync(caller, "/a", "/", CancellationToken.None)).Refusal,
                (await files.DeleteAsync(caller, "/", new() { Recursive = true }, CancellationToken.None)).Refusal,
            ];
            foreach (var refusal in refusals) Assert.True(refusal is not null && !refusal.Message.Contains("//", StringComparison.Ordinal), refusal?.Message ?? "no refusal");
            Assert.Equal(isOwner, files.Check(caller, self, "read", "/").IsAccepted);
        }

        Assert.Equal(["/a", "/a/f"], test.Names(Alice, "/", recursive: true));
    }

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return false;
        }

        return true;
    }
}
