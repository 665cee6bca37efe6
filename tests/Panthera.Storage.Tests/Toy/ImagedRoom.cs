using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using Panthera.Storage.Checkpoints;
using Panthera.Storage.Collections;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Storage.Tests.Toy;

/// <summary>Counters that can be written to an image, which waits when it is told to.</summary>
internal sealed class ImagedRoom : Room<CounterState>, ICheckpointedRoom
{
    private readonly CounterRoom _counters = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether an image that is being written waits, half of it written, until it is given up.</summary>
    internal bool Stalls { get; set; }

    public override string Name => _counters.Name;

    public override bool Owns(RecordKind kind) => _counters.Owns(kind);

    public override CounterState Empty(TenantId tenant) => _counters.Empty(tenant);

    public override IRecord Decode(RecordKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isRemoval) => _counters.Decode(kind, key, value, isRemoval);

    public long CountRecords(IRoomState state) => ((CounterState)state).Counters.Count;

    /// <summary>Ends when an image is half written and waits.</summary>
    internal Task Stalled => _begun.Task;

    public void WriteImage(IRoomState state, CheckpointStamp stamp, SafeFileHandle file, CancellationToken cancellationToken)
    {
        var writer = new RecordWriter();
        writer.UInt64(stamp.Tenant.Value);
        writer.UInt32(stamp.Epoch.Value);
        writer.UInt64(stamp.Revision.Value);
        writer.UInt64(stamp.CommitHash);
        RandomAccess.Write(file, writer.Written, 0);
        if (Stalls)
        {
            _begun.TrySetResult();
            cancellationToken.WaitHandle.WaitOne();
            cancellationToken.ThrowIfCancellationRequested();
        }

        var at = (long)writer.Written.Length;
        writer.Clear();
        writer.VarUInt((ulong)((CounterState)state).Counters.Count);
        foreach (var (name, count) in ((CounterState)state).Counters)
        {
            writer.Text(name);
            writer.UInt64((ulong)count);
        }

        RandomAccess.Write(file, writer.Written, at);
    }

    public bool TryOpenImage(SafeFileHandle file, string path, out CheckpointStamp stamp, [NotNullWhen(true)] out IRoomState? state)
    {
        var bytes = new byte[RandomAccess.GetLength(file)];
        var read = RandomAccess.Read(file, bytes, 0);
        var reader = new RecordReader(bytes.AsSpan(0, read));
        stamp = new(new(reader.UInt64()), new(reader.UInt32()), new(reader.UInt64()), reader.UInt64());
        var counters = new CounterState(default);
        var edit = new EditToken();
        for (var left = reader.VarUInt(); left > 0; left--) counters = (CounterState)counters.Apply(new CounterRecord(reader.Text(), (long)reader.UInt64()), edit);
        state = counters;
        return true;
    }

    public void VerifyImage(SafeFileHandle file, string path, CancellationToken cancellationToken) => _ = TryOpenImage(file, path, out _, out _);
}
