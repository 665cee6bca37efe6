using Panthera.Permissions.Bitmaps;
using Panthera.Permissions.Caching;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Permissions.Tests.Bitmaps;

/// <summary>One file below a directory, one subject, one bitmap, and those who change, fill and read; each step is one that others may come in between.</summary>
internal sealed class BitmapModel(BitmapModel.Change change, BitmapModel.Fault fault)
{
    private const uint Slot = 3;
    private static readonly ObjectKey s_file = new(new(1), Slot);
    private static readonly ObjectKey s_directory = new(new(1), 2);

    private readonly ChangeClock _clock = new(16, 16);
    private readonly PermissionBitmap _bitmap = new(BitmapContents.Empty(new(1)), maxGathered: 1);

    // What the subject has at each revision.
    private readonly List<bool> _truth = [false, false];
    private ulong _published = 1;

    /// <summary>What a commit changes.</summary>
    internal enum Change
    {
        GrantOnFile,
        PlaceOfFile,
        GrantOnDirectory,
        PlaceOfDirectory,
        Membership,
    }

    /// <summary>What is done wrong on purpose.</summary>
    internal enum Fault
    {
        None,
        PublishesBeforeStamping,
        ReadsClockBeforeBit,
        FillsWithoutAskingAgain,
        TrustsWithoutAsking,
    }

    internal int Answers { get; private set; }

    internal int WrongAnswers { get; private set; }

    /// <summary>The steps of the writer, who commits twice.</summary>
    internal Action[] Writer() => [.. Commit(), .. Commit()];

    /// <summary>The steps of a check that was decided by the graph.</summary>
    internal Action[] Filler()
    {
        Revision at = default;
        var trusted = false;
        return
        [
            () => at = new(_published),
            () => trusted = Trust().Holds(_bitmap.Contents.At, at),
            () =>
            {
                if (fault == Fault.FillsWithoutAskingAgain) _bitmap.Add(Slot, _truth[(int)at.Value], at, 0, new Assumed(trusted));
                else _bitmap.Add(Slot, _truth[(int)at.Value], at, 0, Trust());
            },
        ];
    }

    /// <summary>The steps of who works everything out.</summary>
    internal Action[] Builder()
    {
        Revision at = default;
        return
        [
            () => at = new(_published),
            () => _bitmap.Replace(new(at, 0, RoaringBitmap.Of(Slot), _truth[(int)at.Value] ? RoaringBitmap.Of(Slot) : RoaringBitmap.Empty)),
        ];
    }

    /// <summary>The steps of a check that asks the bitmap.</summary>
    internal Action[] Reader()
    {
        Revision pinned = default;
        var contents = _bitmap.Contents;
        Revision changed = default;
        return
        [
            () => pinned = new(_published),
            () =>
            {
                if (fault == Fault.ReadsClockBeforeBit) changed = NewestStamp();
                else contents = _bitmap.Contents;
            },
            () =>
            {
                if (fault == Fault.ReadsClockBeforeBit) contents = _bitmap.Contents;
                var since = contents.At < pinned ? contents.At : pinned;
                var trusted = fault switch
                {
                    Fault.ReadsClockBeforeBit => changed <= since,
                    Fault.TrustsWithoutAsking => true,
                    _ => Trust().Holds(contents.At, pinned),
                };
                if (trusted && contents.Find(Slot) is not BitmapAnswer.Unknown and var answer) Answer(answer == BitmapAnswer.Allowed, pinned);
            },
        ];
    }

    private FileTrust<Tree> Trust() => new(_clock, default, s_file);

    private void Answer(bool isAllowed, Revision pinned)
    {
        Answers++;
        if (isAllowed != _truth[(int)pinned.Value]) WrongAnswers++;
    }

    private Action[] Commit()
    {
        Revision at = default;
        Action stamp = () =>
        {
            at = new((ulong)_truth.Count);
            _truth.Add(!_truth[^1]);
            Stamp(at);
        };
        if (fault != Fault.PublishesBeforeStamping) return [stamp, () => _published = at.Value];
        return
        [
            () =>
            {
                at = new((ulong)_truth.Count);
                _truth.Add(!_truth[^1]);
                _published = at.Value;
            },
            () => Stamp(at),
        ];
    }

    private void Stamp(Revision at)
    {
        _clock.Begin();
        switch (change)
        {
            case Change.GrantOnFile: _clock.Stamp(ChangeCell.GrantsOn(s_file), at); break;
            case Change.PlaceOfFile: _clock.Stamp(ChangeCell.PlaceOf(s_file.Id), at); break;
            case Change.Membership: _clock.Stamp(ChangeScopes.Memberships, at); break;
            default:
                _clock.Stamp(change == Change.GrantOnDirectory ? ChangeCell.GrantsOn(s_directory) : ChangeCell.PlaceOf(s_directory.Id), at);
                _clock.Stamp(ChangeScopes.Directories, at);
                break;
        }
    }

    private Revision NewestStamp() => _clock.LastChange(ChangeScopes.Everything);

    private readonly struct Assumed(bool holds) : IBitmapTrust
    {
        public bool Holds(Revision one, Revision other) => holds;
    }

    private readonly struct Tree : IStructuralRelations
    {
        public bool IsPresent => true;

        public bool Exists(ulong file) => true;

        public bool TryGetPlace(ulong file, out StructuralPlace place)
        {
            place = new(file > 1, file - 1, default);
            return true;
        }

        public IEnumerable<ulong> Children(ulong directory) => [];

        public IEnumerable<ulong> FilesFrom(ulong lower) => [];

        public IEnumerable<ulong> FilesOwnedBy(ObjectKey owner) => [];
    }
}
