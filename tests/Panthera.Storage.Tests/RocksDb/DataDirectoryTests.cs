using Panthera.Storage.Engines;
using Panthera.Storage.RocksDb;
using Panthera.Storage.Tests.Engines;

namespace Panthera.Storage.Tests.RocksDb;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_second_opening_is_refused_by_name_and_the_first_goes_on()
    {
        using var first = Open();
        var refused = Assert.Throws<StorageException>(Open);
        Assert.Equal(StorageErrorCode.Locked, refused.Code);
        Assert.Contains(_directory.Data, refused.Message);
        Assert.Contains("this process", refused.Message);
        first.Put(Keyspace.State, "a", "1");
        first.Dispose();
        using var next = Open();
        Assert.Equal("1", next.Get(Keyspace.State, "a"));
    }

    [Fact]
    public void A_directory_of_something_else_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(_directory.Data);
        File.WriteAllText(Path.Combine(_directory.Data, "thesis.txt"), "mine");
        var refused = Assert.Throws<StorageException>(Open);
        Assert.Equal(StorageErrorCode.UnknownFormat, refused.Code);
        Assert.Contains("thesis.txt", refused.Message);
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(_directory.Data).Select(Path.GetFileName));
    }

    [Fact]
    public void Nobody_else_can_enter_the_directory()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        Open().Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory.Data));
    }

    [Fact]
    public void A_file_in_place_of_the_directory_is_refused()
    {
        File.WriteAllText(_directory.Data, "mine");
        Assert.Contains("is a file", Assert.Throws<StorageException>(Open).Message);
    }

    [Fact]
    public void Another_format_version_is_refused_by_name()
    {
        Open().Dispose();
        Rewrite(text => text.Replace("panthera-data 3", "panthera-data 7"));
        var refused = Assert.Throws<StorageException>(Open);
        Assert.Equal(StorageErrorCode.UnknownFormat, refused.Code);
        Assert.Contains("panthera-data 7", refused.Message);
    }

    [Fact]
    public void Every_flipped_byte_of_the_format_file_is_noticed()
    {
        Open().Dispose();
        var path = Path.Combine(_directory.Data, "FORMAT");
        var sound = File.ReadAllBytes(path);
        for (var at = 0; at < sound.Length; at++)
        {
            var flipped = (byte[])sound.Clone();
            flipped[at] ^= 0x04;
            File.WriteAllBytes(path, flipped);
            Assert.True(Assert.Throws<StorageException>(Open).Code is StorageErrorCode.Corrupt or StorageErrorCode.UnknownFormat, $"byte {at}");
        }

        File.WriteAllBytes(path, sound);
        Open().Dispose();
    }

    [Fact]
    public void A_creation_that_was_cut_short_is_begun_anew()
    {
        Open().Dispose();
        File.Move(Path.Combine(_directory.Data, "FORMAT"), Path.Combine(_directory.Data, "FORMAT.new"));
        using var engine = Open();
        engine.Put(Keyspace.State, "a", "1");
        Assert.True(File.Exists(Path.Combine(_directory.Data, "FORMAT")));
        Assert.False(File.Exists(Path.Combine(_directory.Data, "FORMAT.new")));
    }

    [Fact]
    public void A_store_without_its_database_is_damage_and_no_new_store()
    {
        Open().Dispose();
        Directory.Delete(Path.Combine(_directory.Data, "rocksdb"), recursive: true);
        Assert.Equal(StorageErrorCode.Corrupt, Assert.Throws<StorageException>(Open).Code);
        Assert.Equal(StorageErrorCode.Corrupt, Assert.Throws<StorageException>(Open).Code);
    }

    [Fact]
    public void A_read_only_file_system_is_refused_with_its_path()
    {
        using (var engine = Open()) engine.Put(Keyspace.State, "a", "1");
        using var mount = Mount.TryReadOnlyBind(_directory.Data);
        if (mount is null) Assert.Skip("mounting needs root on Linux");
        var refused = Assert.Throws<StorageException>(Open);
        Assert.Equal(StorageErrorCode.Unavailable, refused.Code);
        Assert.Contains(_directory.Data, refused.Message);
    }

    private RocksDbEngine Open() => RocksDbEngine.Open(_directory.Data, new());

    private void Rewrite(Func<string, string> change)
    {
        var path = Path.Combine(_directory.Data, "FORMAT");
        File.WriteAllText(path, change(File.ReadAllText(path)));
    }
}
