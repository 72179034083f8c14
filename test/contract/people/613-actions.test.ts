import { agreed, blocked, done, redated } from '../../support/core/facts';
import { adult } from '../../support/core/story';

describe('6.13 Actions', () => {
  const action = () => adult().hear('2026-10-01', agreed('a', '2026-10-16'), 'agreed');

  it('6.13(1) action-agreed with an id in use is refused', () => {
    expect(action().hear('2026-10-02', agreed('a', '2026-10-30'), 'again').until('2026-10-03').applied('again')).toBe(false);
    expect(action().hear('2026-10-02', done('a')).hear('2026-10-03', agreed('a'), 'again').until('2026-10-04').applied('again')).toBe(
      false,
    );
  });

  it('6.13(1) with a due before its on it is opened and missed', () => {
    const told = adult().hear('2026-10-20', agreed('a', '2026-10-16')).until('2026-10-21');
    expect(told.course('action')).toEqual(['2026-10-20 10:00 opened 2026-10-16', '2026-10-20 10:00 missed 2026-10-16']);
    expect(told.owed('action')).toEqual(['action 2026-10-16 missed']);
  });

  it('6.13(2) action-redated supersedes the old deadline and opens a new one', () => {
    const told = action().hear('2026-10-05', redated('a', '2026-11-06')).until('2026-10-06');
    expect(told.course('action')).toEqual([
      '2026-10-01 10:00 opened 2026-10-16',
      '2026-10-05 10:00 superseded 2026-10-16',
      '2026-10-05 10:00 opened 2026-11-06',
    ]);
    expect(told.ids('action')).toHaveLength(2);
    expect(told.owed('action')).toEqual(['action 2026-11-06 open']);
  });

  it('6.13(2) a missed one stays missed', () => {
    const told = action().hear('2026-10-20', redated('a', '2026-11-06')).until('2026-10-21');
    expect(told.course('action').filter((line) => line.endsWith('2026-10-16'))).toEqual([
      '2026-10-01 10:00 opened 2026-10-16',
      '2026-10-17 00:00 missed 2026-10-16',
    ]);
    expect(told.course('action')).toContain('2026-10-20 10:00 opened 2026-11-06');
    expect(told.owed('action')).toContain('action 2026-11-06 open');
  });

  it('6.13(2) what is done then satisfies the new one', () => {
    const told = action().hear('2026-10-05', redated('a', '2026-11-06')).hear('2026-11-06', done('a')).until('2026-11-07');
    expect(told.course('action').at(-1)).toBe('2026-11-06 10:00 met 2026-11-06');
  });

  it('6.13(3) done, blocked and redated are refused for an unknown action or one already done', () => {
    for (const event of [done('x'), blocked('x'), redated('x', '2026-11-06')]) {
      expect(action().hear('2026-10-05', event, 'probe').until('2026-10-06').applied('probe')).toBe(false);
    }
    for (const event of [done('a'), blocked('a'), redated('a', '2026-11-06')]) {
      expect(action().hear('2026-10-05', done('a')).hear('2026-10-06', event, 'probe').until('2026-10-07').applied('probe')).toBe(false);
    }
  });

  it('6.13(3) a new date heard after the day on which it was done changes nothing', () => {
    // Done on the 10th, heard on the 20th; the new date of the 12th was given in ignorance.
    const told = action()
      .hear('2026-10-12', redated('a', '2026-11-06'), 'new')
      .hear('2026-10-20', done('a', '2026-10-10'), 'done')
      .until('2026-11-30');
    expect([told.applied('new'), told.applied('done')]).toEqual([true, true]);
    expect(told.owed('action')).toEqual([]);
    const course = told.course('action');
    // In the end the first deadline is the one that was met, and the second never ran.
    expect(course.filter((line) => line.startsWith('2026-10-20') && !line.includes('opened')).toSorted()).toEqual([
      '2026-10-20 10:00 met 2026-10-16',
      '2026-10-20 10:00 superseded 2026-11-06',
    ]);
  });

  it('6.13(4) action-blocked leaves the deadline as it is and calls for a Plan B', () => {
    const told = action().hear('2026-10-05', blocked('a'), 'blocked').until('2026-10-06');
    expect(told.applied('blocked')).toBe(true);
    expect(told.deadlinesAt('2026-10-05 10:00')).toEqual([]);
    expect(told.owed('action')).toEqual(['action 2026-10-16 open']);
    const called = told.lines.filter(
      (line) => line.at === told.lines.find((one) => one.what === 'event-applied' && one.event === 'blocked')?.at,
    );
    expect(called.filter((line) => ['notice', 'warning', 'meeting-requested'].includes(line.what))).not.toEqual([]);
  });
});
