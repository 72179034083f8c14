import { story } from '../../support/core/story';

/** Admitted on 1 April 2026: the first review is due on 29 April, excused on the 10th, and the next runs from the 29th. */
const excused = (security: 'low' | 'non-secure') =>
  story({ bornOn: '1990-01-01' })
    .hear('2026-04-01T10:00', { type: 'admitted', security, detained: true, planned: false })
    .hear('2026-04-10T10:00', { type: 'deadline-excused', deadline: 'post-admission-cetr', reason: 'person-unwell' });
const due = (told: ReturnType<ReturnType<typeof excused>['until']>): (string | null)[] =>
  told.summary.openDeadlines.filter(({ kind }) => kind === 'inpatient-cetr').map((deadline) => deadline.due);
const moved = (to: 'low' | 'non-secure') => ({ type: 'transferred', security: to, detained: true }) as const;

describe('6.8 Security, where an excuse opened the clock before the day that it runs from', () => {
  it('6.8(1) the interval is that of the security as the clock opens', () => {
    expect(due(excused('non-secure').until('2026-04-30'))).toEqual(['2026-10-29']);
    expect(due(excused('low').until('2026-04-30'))).toEqual(['2027-04-29']);
  });

  it('6.8(2) a transfer between the excuse and that day brings it nearer, and never puts it off', () => {
    expect(due(excused('low').hear('2026-04-20T10:00', moved('non-secure')).until('2026-04-30'))).toEqual(['2026-10-29']);
    expect(due(excused('non-secure').hear('2026-04-20T10:00', moved('low')).until('2026-04-30'))).toEqual(['2026-10-29']);
  });
});
