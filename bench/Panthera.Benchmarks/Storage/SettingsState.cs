using Panthera.Storage.Collections;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Benchmarks.Storage;

/// <summary>Numbers by number.</summary>
internal sealed class SettingsState(PersistentMap<ulong, ulong, SettingsState.Order> settings) : IRoomState
{
    private readonly PersistentMap<ulong, ulong, Order> _settings = settings;

    public long ResidentBytes => 0;

    public IRoomState Apply(IRecord record, EditToken edit)
    {
        var setting = (SettingRecord)record;
        return new SettingsState(_settings.Set(setting.Key, setting.Value, edit));
    }

    internal ulong Of(ulong key) => _settings.TryGetValue(key, out var value) ? value : 0;

    internal readonly struct Order : IComparer<ulong>
    {
        public int Compare(ulong x, ulong y) => x.CompareTo(y);
    }
}
