import { slaReport, type HandOver } from '../../src/core/sla-report.js';

const AT = Date.parse('2026-03-02T09:00:00Z');
const minutes = (n: number): number => AT + n * 60_000;
const handOver = (more: Partial<HandOver> = {}): HandOver => ({ stage: 'sql', at: AT, dueAt: minutes(5), ...more });

describe('slaReport', () => {
  it.each<[string, Partial<HandOver>, number, 'inTime' | 'late' | 'open' | 'unanswered']>([
    ['accepted in the last moment (T02)', { acceptedAt: minutes(5) }, 60, 'inTime'],
    ['accepted a moment later (T02)', { acceptedAt: minutes(5) + 1 }, 60, 'late'],
    ['not accepted, and there is time', {}, 5, 'open'],
    ['not accepted, and it is over', {}, 6, 'late'],
    ['gone before it was due', { leftAt: minutes(3) }, 60, 'unanswered'],
    ['gone after it was due', { leftAt: minutes(7) }, 60, 'late'],
  ])('counts a lead that is %s', (_name, more, now, state) => {
    const [row] = slaReport([handOver(more)], minutes(now));

    expect({ inTime: 0, late: 0, open: 0, unanswered: 0, [state]: 1 }).toEqual({
      inTime: row?.inTime,
      late: row?.late,
      open: row?.open,
      unanswered: row?.unanswered,
    });
  });

  it('calls nobody late whom no deadline was set', () => {
    const [row] = slaReport([{ stage: 'sql', at: AT }], minutes(10_000));

    expect(row).toMatchObject({ handOvers: 1, late: 0, open: 1 });
  });

  it('keeps the time of machines and the time of people apart, and both clocks (T07, P25)', () => {
    const [row] = slaReport(
      [
        handOver({ capturedAt: minutes(-10), toldAt: minutes(2), acceptedAt: minutes(4), leftAt: minutes(64) }),
        handOver({ capturedAt: minutes(-20), toldAt: minutes(1), acceptedAt: minutes(31) }),
        handOver({ toldAt: minutes(1) }),
      ],
      minutes(100),
    );

    expect(row).toMatchObject({
      handOvers: 3,
      accepted: 2,
      system: { median: 12, p90: 21, of: 2 },
      human: { median: 2, p90: 30, of: 2 },
      fromCapture: { median: 14, p90: 51, of: 2 },
      fromAcceptance: { median: 60, p90: 60, of: 1 },
    });
  });

  it('says how long first answers took, beside what others measured (T08)', () => {
    const answered = (after: number) => handOver({ capturedAt: AT, acceptedAt: minutes(after) });

    const [row] = slaReport([5, 6, 30, 90, 2_520, 2_521].map(answered), minutes(9_999));

    expect(row?.firstAnswers).toEqual([
      { upToMinutes: 5, count: 1, of: 6 },
      { upToMinutes: 30, count: 2, of: 6 },
      { upToMinutes: 60, count: 0, of: 6 },
      { upToMinutes: 1_440, count: 1, of: 6 },
      { upToMinutes: 2_520, count: 1, of: 6 },
      { upToMinutes: null, count: 1, of: 6 },
    ]);
  });

  it('has a row for each stage, and none where nothing was handed over', () => {
    expect(slaReport([], AT)).toEqual([]);
    expect(slaReport([handOver({ stage: 'mql' }), handOver()], AT).map(({ stage }) => stage)).toEqual(['mql', 'sql']);
  });
});
