using System.Buffers;
using System.Text;
using Panthera.Storage.Engines;

namespace Panthera.Storage.Tests.Engines;

/// <summary>Short spellings of engine calls for tests.</summary>
internal static class EngineUse
{
    internal static readonly Keyspace[] Keyspaces = [Keyspace.State, Keyspace.Log, Keyspace.Contents];

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static string? Get(this IStorageEngine engine, Keyspace keyspace, string key) =>
        engine.GetBytes(keyspace, Bytes(key)) is { } value ? Encoding.UTF8.GetString(value) : null;

    internal static byte[]? GetBytes(this IStorageEngine engine, Keyspace keyspace, byte[] key)
    {
        var value = new ArrayBufferWriter<byte>();
        return engine.TryGet(keyspace, key, value) ? value.WrittenSpan.ToArray() : null;
    }

    internal static void Put(this IStorageEngine engine, Keyspace keyspace, string key, string value, bool sync = true)
    {
        var batch = new EngineBatch();
        batch.Put(keyspace, Bytes(key), Bytes(value));
        engine.Write(batch, sync);
    }

    internal static List<string> Keys(this IStorageEngine engine, Keyspace keyspace, string lower = "", string upper = "\x7f")
    {
        List<string> keys = [];
        using var cursor = engine.Scan(keyspace, Bytes(lower), Bytes(upper));
        while (cursor.MoveNext()) keys.Add(Encoding.UTF8.GetString(cursor.Key));
        return keys;
    }
}
