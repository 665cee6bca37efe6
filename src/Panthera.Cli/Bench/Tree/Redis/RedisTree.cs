using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace Panthera.Cli.Bench.Tree.Redis;

/// <summary>A tree of files in Redis, in the keys that JuiceFS documents: `i` and the inode for attributes, `d` and the inode for a directory's entries.</summary>
/// <remarks>
/// <code>
/// i{inode}  string  attributes, 71 bytes: flags u8, type and mode u16, uid u32, gid u32, three times of i64 and u32, links u32, length u64, device u32, parent u64
/// d{inode}  hash    name  →  type u8, inode u64
/// </code>
/// What it keeps of contents (`c{inode}_{index}`) is left out, as are quotas and sessions: it is the least that such a tree takes.
/// </remarks>
internal sealed class RedisTree(IDatabase database)
{
    // Commands on their way at a time; each takes some hundred bytes in the client.
    private const int Pipelined = 20_000;
    private const int AttributeBytes = 71;
    private const ulong Root = 1;

    private readonly Dictionary<string, ulong> _directories = new(StringComparer.Ordinal) { [""] = Root };
    private ulong _last = Root;
    private int _waiting;

    internal long Entries => (long)_last;

    /// <summary>Makes the files of lines of path, tab, owner, and their directories.</summary>
    /// <returns>The lines there were.</returns>
    internal int Import(IEnumerable<string> lines)
    {
        var count = 0;
        Send(() => database.StringSet(Key('i', Root), Attributes(Root, true), flags: CommandFlags.FireAndForget));
        foreach (var line in lines)
        {
            count++;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var slash = tab < 0 ? -1 : line.LastIndexOf('/', tab);
            if (slash < 0 || slash + 1 == tab) continue;
            Link(Directory(line[..slash]), line.AsSpan(slash + 1, tab - slash - 1), isDirectory: false);
        }

        database.Ping();
        return count;
    }

    /// <summary>Finds a path name by name, and reads its attributes: what a look-up of a cold client costs.</summary>
    internal bool TryStat(IReadOnlyList<byte[]> names)
    {
        var at = Root;
        foreach (var name in names)
        {
            byte[]? entry = database.HashGet(Key('d', at), name);
            if (entry is null) return false;
            at = BinaryPrimitives.ReadUInt64BigEndian(entry.AsSpan(1));
        }

        return (byte[]?)database.StringGet(Key('i', at)) is { Length: AttributeBytes };
    }

    private ulong Directory(string path)
    {
        if (_directories.TryGetValue(path, out var known)) return known;
        var slash = path.LastIndexOf('/');
        var made = Link(Directory(path[..slash]), path.AsSpan(slash + 1), isDirectory: true);
        _directories.Add(path, made);
        return made;
    }

    private ulong Link(ulong parent, ReadOnlySpan<char> name, bool isDirectory)
    {
        var inode = ++_last;
        var entry = new byte[9];
        entry[0] = isDirectory ? (byte)2 : (byte)1;
        BinaryPrimitives.WriteUInt64BigEndian(entry.AsSpan(1), inode);
        var bytes = new byte[Encoding.UTF8.GetByteCount(name)];
        Encoding.UTF8.GetBytes(name, bytes);
        Send(() => database.StringSet(Key('i', inode), Attributes(parent, isDirectory), flags: CommandFlags.FireAndForget));
        Send(() => database.HashSet(Key('d', parent), bytes, entry, flags: CommandFlags.FireAndForget));
        return inode;
    }

    private void Send(Action command)
    {
        command();
        if (++_waiting < Pipelined) return;
        database.Ping();
        _waiting = 0;
    }

    private static RedisKey Key(char kind, ulong inode) => string.Create(CultureInfo.InvariantCulture, $"{kind}{inode}");

    private static byte[] Attributes(ulong parent, bool isDirectory)
    {
        var attributes = new byte[AttributeBytes];
        BinaryPrimitives.WriteUInt16BigEndian(attributes.AsSpan(1), (ushort)(((isDirectory ? 2 : 1) << 12) | 0x1ED));
        BinaryPrimitives.WriteUInt32BigEndian(attributes.AsSpan(47), 1);
        BinaryPrimitives.WriteUInt64BigEndian(attributes.AsSpan(51), 4096);
        BinaryPrimitives.WriteUInt64BigEndian(attributes.AsSpan(63), parent);
        return attributes;
    }
}
