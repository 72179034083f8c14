import { agreed, blocked, done, redated, type Said } from '../../support/core/facts';
import { adult } from '../../support/core/story';

const NONE = 'no date';

describe('6.13 Actions: one agreed instead of another', () => {
  const instead = (id: string, of: string, due?: string): Said => agreed(id, due, undefined, { insteadOf: of });
  const first = () => adult().hear('2026-10-01', agreed('a', '2026-10-16'));

  it('6.13(5) supersedes the deadline of the action it names from that day', () => {
    const told = first()
      .hear('2026-10-05', instead('b', 'a', '2026-10-30'), 'b')
      .until('2026-10-06');
    expect(told.deadlinesAt('2026-10-05 10:00')).toEqual(['superseded action 2026-10-16', 'opened action 2026-10-30']);
    const onTheDay = first().hear('2026-10-16', instead('b', 'a')).until('2026-10-17');
    expect(onTheDay.course('action')).toContain('2026-10-16 10:00 superseded 2026-10-16');
  });

  it('6.13(5) a missed one stays missed, and is owed no longer', () => {
    const told = first()
      .hear('2026-10-17', instead('b', 'a', '2026-10-30'))
      .until('2026-10-18');
    expect(told.course('action')).toEqual([
      '2026-10-01 10:00 opened 2026-10-16',
      '2026-10-17 00:00 missed 2026-10-16',
      '2026-10-17 10:00 opened 2026-10-30',
    ]);
    expect(told.owed('action')).toEqual(['action 2026-10-30 open']);
  });

  it('6.13(5) refused for one that is unknown, done or replaced', () => {
    const refusal = (...before: Said[]) =>
      before
        .reduce((so, event, index) => so.hear(`2026-10-0${index + 2}`, event), first())
        .hear('2026-10-09', instead('z', 'a'), 'z')
        .until('2026-10-10')
        .refusal('z');
    expect(refusal()).toBeUndefined();
    expect(refusal(done('a'))).toBe('action-already-done');
    expect(refusal(instead('b', 'a'))).toBe('action-replaced');
    expect(first().hear('2026-10-09', instead('z', 'nowhere'), 'z').until('2026-10-10').refusal('z')).toBe('unknown-action');
  });

  it('6.13(5) a replaced action cannot be re-dated, blocked or replaced; the one in its place can', () => {
    const replaced = () => first().hear('2026-10-05', instead('b', 'a', '2026-10-30'));
    const answer = (event: Said) => replaced().hear('2026-10-06', event, 'x').until('2026-10-07').refusal('x');
    expect([answer(redated('a', '2026-11-01')), answer(blocked('a')), answer(instead('c', 'a'))]).toEqual([
      'action-replaced',
      'action-replaced',
      'action-replaced',
    ]);
    expect([answer(redated('b', '2026-11-01')), answer(blocked('b')), answer(instead('c', 'b'))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('6.13(5) its action-done is recorded and changes nothing', () => {
    const told = first()
      .hear('2026-10-05', instead('b', 'a', '2026-10-30'))
      .hear('2026-10-06', done('a'), 'done')
      .until('2026-10-07');
    expect([told.applied('done'), told.deadlinesAt('2026-10-06 10:00')]).toEqual([true, []]);
    expect(told.owed('action')).toEqual(['action 2026-10-30 open']);
  });

  it('6.13(6) an action without a date climbs a ladder of its own: every 28 days, the commissioner once, on day 56', () => {
    expect(adult().hear('2026-10-01', agreed('a')).until('2027-01-31').steps('action')).toEqual([
      '2026-10-29 08:00 remind owner',
      '2026-11-26 08:00 escalate commissioner',
      '2026-12-24 08:00 remind owner',
      '2027-01-21 08:00 remind owner',
    ]);
    const told = adult().hear('2026-10-01', agreed('a')).until('2027-01-31');
    expect(told.course('action')).toEqual([`2026-10-01 10:00 opened ${NONE}`]);
  });

  it('6.13(6) with a new date it climbs the dated one', () => {
    const told = adult().hear('2026-10-01', agreed('a')).hear('2026-10-05', redated('a', '2026-11-05')).until('2026-11-06');
    expect(told.steps('action')).toEqual([
      '2026-10-22 08:00 remind owner',
      '2026-10-29 08:00 remind owner',
      '2026-11-05 08:00 due owner',
      '2026-11-06 08:00 overdue owner',
    ]);
  });
});
