using Panthera.Permissions.Bitmaps;
using Panthera.Permissions.Graph;
using Panthera.Storage;

namespace Panthera.Permissions.Tests.Bitmaps;

public sealed class PermissionBitmapsTests
{
    private static readonly CompiledPermission s_program = new(new(1), "file", new(1), "read", isRelation: false);
    private static readonly CompiledPermission s_other = new(new(1), "file", new(2), "write", isRelation: false);

    [Fact]
    [Trait("Hazard", "H15")]
    public void What_was_never_decided_is_unknown_and_what_is_denied_is_known()
    {
        var contents = new BitmapContents(new(1), 0, RoaringBitmap.Of(1, 2), RoaringBitmap.Of(2));
        Assert.Equal([BitmapAnswer.Unknown, BitmapAnswer.Denied, BitmapAnswer.Allowed], new uint[] { 0, 1, 2 }.Select(contents.Find));
        Assert.Equal(BitmapAnswer.Unknown, BitmapContents.Empty(new(1)).Find(0));
    }

    [Fact]
    [Trait("Hazard", "H14")]
    public void A_bitmap_of_one_permission_or_subject_is_no_others()
    {
        var bitmaps = new PermissionBitmaps { MaxBytes = 1 << 20 };
        bitmaps.Put(Key(1), new(new(1), 0, RoaringBitmap.Of(1), RoaringBitmap.Of(1)));
        Assert.True(bitmaps.TryGet(Key(1), out _));
        Assert.False(bitmaps.TryGet(Key(1, s_other), out _));
        Assert.False(bitmaps.TryGet(Key(2), out _));
    }

    [Fact]
    public void What_was_worked_out_earlier_replaces_nothing_newer()
    {
        var bitmap = new PermissionBitmap(new(new(5), 0, RoaringBitmap.Of(1), RoaringBitmap.Of(1)));
        Assert.Equal(0, bitmap.Replace(BitmapContents.Empty(new(4))));
        Assert.Equal(new Revision(5), bitmap.Contents.At);
    }

    [Fact]
    public void The_budget_is_kept_by_dropping_who_answered_nothing_lately_and_the_bytes_come_out_even()
    {
        var bitmaps = new PermissionBitmaps { MaxBytes = 20_000 };
        for (ulong subject = 1; subject <= 100; subject++)
        {
            bitmaps.Put(Key(subject), new(new(1), 0, RoaringBitmap.Of(1), RoaringBitmap.Empty));
            if (bitmaps.TryGet(Key(1), out var first)) first.Use();
            Assert.InRange(bitmaps.ResidentBytes, 1, bitmaps.MaxBytes);
        }

        Assert.True(bitmaps.TryGet(Key(1), out _));
        Assert.True(bitmaps.TryGet(Key(100), out _));
        Assert.Equal(100 - bitmaps.Dropped, bitmaps.Count);
        bitmaps.MaxBytes = 0;
        bitmaps.Put(Key(101), BitmapContents.Empty(new(1)));
        Assert.Equal(0, bitmaps.Count);
        Assert.Equal(0, bitmaps.ResidentBytes);
    }

    [Fact]
    [Trait("Hazard", "H07")]
    public void What_is_gathered_is_served_from_the_latest_clock_that_any_of_it_was_decided_by()
    {
        var bitmap = new PermissionBitmap(BitmapContents.Empty(new(1)), maxGathered: 2);
        bitmap.Add(1, isAllowed: false, new(1), nowTicks: 100, new Always());
        bitmap.Add(2, isAllowed: true, new(1), nowTicks: 90, new Always());
        Assert.Equal(100, bitmap.Contents.NowTicks);
        Assert.Equal([BitmapAnswer.Denied, BitmapAnswer.Allowed], new uint[] { 1, 2 }.Select(bitmap.Contents.Find));
    }

    [Fact]
    public void A_bitmap_that_has_been_of_no_use_for_long_says_so_and_takes_in_nothing_after_it_was_dropped()
    {
        var bitmap = new PermissionBitmap(BitmapContents.Empty(new(1)), maxGathered: 1);
        var tries = 0;
        while (bitmap.Add(1, isAllowed: true, new(2), 0, new Never()) is not null) Assert.True(++tries < 100_000);
        Assert.True(tries > 1000, $"after {tries}");
        Assert.Equal(BitmapAnswer.Unknown, bitmap.Contents.Find(1));
        bitmap.Retire();
        bitmap.Add(1, isAllowed: true, new(1), 0, new Always());
        Assert.Equal(BitmapAnswer.Unknown, bitmap.Contents.Find(1));
    }

    [Fact]
    public void Who_asks_a_lot_is_found_among_many_who_ask_a_little()
    {
        var bitmaps = new PermissionBitmaps { MaxBytes = 1 << 20 };
        var random = new Random(1);
        for (var i = 0; i < 400_000; i++) bitmaps.SawCheck(Key(i % 10 == 0 ? 7 : (ulong)random.Next(100, 100_000)), slotEnd: 0);
        Assert.True(bitmaps.TryTakeWanted(out var wanted));
        Assert.Equal(7UL, wanted.Subject.Id);
        while (bitmaps.TryTakeWanted(out wanted)) Assert.Equal(7UL, wanted.Subject.Id);
    }

    private static BitmapKey Key(ulong subject, CompiledPermission? program = null) => new(new(new(2), subject), program ?? s_program);

    private readonly struct Always : IBitmapTrust
    {
        public bool Holds(Revision one, Revision other) => true;
    }

    private readonly struct Never : IBitmapTrust
    {
        public bool Holds(Revision one, Revision other) => false;
    }
}
