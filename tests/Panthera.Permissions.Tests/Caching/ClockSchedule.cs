using Panthera.Permissions.Caching;
using Panthera.Storage;

namespace Panthera.Permissions.Tests.Caching;

/// <summary>One order in which a writer, who commits, somebody who keeps an answer, and somebody who is served it take their steps: played on the real clock.</summary>
/// <remarks>The answer is what two things are at a revision; a commit changes one of them, both or none. A revision's state is a number, as it never changes.</remarks>
internal sealed class ClockSchedule(int[] touched, ClockMistake mistake)
{
    internal const int StepsOfCommit = 3;
    internal const int FillSteps = 4;
    internal const int ReadSteps = 4;

    private static readonly ChangeCell s_first = new(0);
    private static readonly ChangeCell s_second = new(1);

    // One cell at first, so that the two share it, and a clock that grows under them.
    private readonly ChangeClock _clock = new(firstCells: 1, mostCells: 2);
    private ulong _published;
    private int _written;
    private int _filled;
    private int _read;
    private ulong _fillPin;
    private Revision _since;
    private (ulong At, Revision Since, int Answer)? _entry;
    private (ulong At, Revision Since, int Answer)? _found;
    private ulong _readPin;
    private bool _serves = true;

    /// <summary>Whether the reader was served an answer, and whether it was that of the revision that the reader pinned.</summary>
    internal (bool WasServed, bool IsRight) Outcome => (_found is not null && _serves, _found is null || !_serves || _found.Value.Answer == AnswerAt(_readPin));

    internal void Write()
    {
        var commit = _written / StepsOfCommit;
        var at = (ulong)commit + 1;
        var step = (_written++ % StepsOfCommit) + (mistake == ClockMistake.PublishesFirst ? 2 : 0);
        if (step % StepsOfCommit == 2) _published = at;
        else if (step % StepsOfCommit == 0) StampFirst(touched[commit], new(at));
        else if ((touched[commit] & 2) != 0) _clock.Stamp(s_second, new(at));
    }

    internal void Fill()
    {
        var asksFirst = mistake == ClockMistake.AsksBeforePinning;
        switch (asksFirst ? "abpk"[_filled++] : "pabk"[_filled++])
        {
            case 'p':
                _fillPin = _published;
                if (_since.Value > _fillPin) _since = new(_fillPin);
                break;
            case 'a':
                Ask(s_first, asksFirst);
                break;
            case 'b':
                Ask(s_second, asksFirst);
                break;
            default:
                var at = mistake == ClockMistake.LabelsWithHead ? _published : _fillPin;
                _entry = (at, mistake == ClockMistake.ForgetsSince ? default : _since, AnswerAt(_fillPin));
                break;
        }
    }

    internal void Read()
    {
        var checksFirst = mistake == ClockMistake.ChecksBeforePinning;
        switch (checksFirst ? "fabp"[_read++] : "pfab"[_read++])
        {
            case 'p':
                _readPin = _published;
                if (checksFirst && _found is { } served && _readPin <= served.At) _serves = served.Since.Value <= _readPin;
                break;
            case 'f':
                _found = _entry;
                break;
            case 'a':
                Check(s_first, checksFirst);
                break;
            default:
                Check(s_second, checksFirst);
                break;
        }
    }

    private void Ask(ChangeCell cell, bool unpinned)
    {
        var bound = unpinned ? new(ulong.MaxValue) : new Revision(_fillPin);
        var since = _clock.Since([cell], ChangeScopes.None, bound);
        if (mistake == ClockMistake.TrustsNewerStamps && _clock.LastChange(cell) > bound) since = default;
        if (since > _since) _since = since;
    }

    private void Check(ChangeCell cell, bool unpinned)
    {
        if (_found is not { } found) return;
        _serves &= _clock.Serves([cell], ChangeScopes.None, found.Since, new(found.At), unpinned ? new(ulong.MaxValue) : new Revision(_readPin));
    }

    private void StampFirst(int touches, Revision at)
    {
        _clock.Begin();
        if ((touches & 1) != 0) _clock.Stamp(s_first, at);
    }

    private int AnswerAt(ulong revision)
    {
        var answer = 0;
        for (var i = 0; i < (int)revision; i++) answer += touched[i] == 0 ? 0 : 1;
        return answer;
    }
}
