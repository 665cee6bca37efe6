using System.Globalization;
using Panthera.Storage.Log;
using Panthera.Storage.RocksDb;
using Panthera.Storage.Tests.Toy;

namespace Panthera.Storage.Tests.Crash;

/// <summary>The process that is killed: commits to several tenants at once, and notes every acknowledgement in a file.</summary>
internal static class CrashWriter
{
    internal const string Command = "crash-writer";
    internal const int Tenants = 3;
    internal const int Writers = 4;

    // Small, so that flushes, log switches and compactions happen within the process's short life.
    internal static RocksDbEngineOptions EngineOptions => new() { MemtableBytes = 1 << 20, MaxWalBytes = 2 << 20 };

    internal static async Task RunAsync(string directory, string acknowledgements)
    {
        var room = new CounterRoom();
        await using var logs = new TenantLogs(RocksDbEngine.Open(directory, EngineOptions), [room], new(), TimeProvider.System);
        await using var notes = new FileStream(acknowledgements, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
        var notesLock = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Tenants * Writers).Select(writer => Task.Run(async () =>
        {
            var tenant = (ulong)(writer % Tenants) + 1;
            var log = await logs.OpenAsync(new(tenant));
            while (true)
            {
                var committed = await log.CommitAsync(Next(room, $"w{writer / Tenants}"), new("user:alice"), CancellationToken.None);
                var note = string.Create(CultureInfo.InvariantCulture, $"{tenant} w{writer / Tenants} {committed.Outcome.Value} {committed.Revision}\n");
                lock (notesLock) notes.Write(System.Text.Encoding.ASCII.GetBytes(note));
            }
        })));
    }

    /// <summary>The bytes attached by a counter's step: made of its number, so that they can be checked.</summary>
    internal static byte[] Content(long count) => Enumerable.Repeat((byte)count, 500 + (int)(count % 9 * 1000)).ToArray();

    private static Change Next(CounterRoom room, string name) => new(draft =>
    {
        var count = draft.Of(room).Of(name) + 1;
        draft.Yield(new CounterRecord(name, count));

        // The total moves in the same commit: half a batch would show.
        draft.Yield(new CounterRecord("total", draft.Of(room).Of("total") + 1));
        draft.Attach(System.Text.Encoding.ASCII.GetBytes(name), Content(count));
        return count;
    });
}
