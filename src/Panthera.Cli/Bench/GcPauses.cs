using System.Diagnostics.Tracing;

namespace Panthera.Cli.Bench;

/// <summary>Measures how long the garbage collector stops the process, from when it is made.</summary>
/// <remarks>From the runtime's own events: a pause is from when threads begin to be stopped until they run again.</remarks>
internal sealed class GcPauses : EventListener
{
    private const EventKeywords GarbageCollection = (EventKeywords)1;

    private readonly Lock _lock = new();
    private DateTime _begun;
    private TimeSpan _longest;

    /// <summary>The longest so far.</summary>
    internal TimeSpan Longest
    {
        get
        {
            lock (_lock) return _longest;
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Informational, GarbageCollection);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Called while the base is still being made, before there is a lock.
        if (_lock is null || eventData.EventName is not { } name) return;
        lock (_lock)
        {
            if (name.StartsWith("GCSuspendEEBegin", StringComparison.Ordinal)) _begun = eventData.TimeStamp;
            if (!name.StartsWith("GCRestartEEEnd", StringComparison.Ordinal) || _begun == default) return;
            if (eventData.TimeStamp - _begun > _longest) _longest = eventData.TimeStamp - _begun;
            _begun = default;
        }
    }
}
