import { story } from '../../support/core/story';

describe('6.4 The birth date that a new pathway takes over', () => {
  const told = story({})
    .hear('2026-01-05T10:00', { type: 'birth-date-recorded', bornOn: '2012-06-01' }, 'born')
    .hear('2026-01-06T10:00', { type: 'pathway-closed', reason: 'made up' })
    .hear('2026-02-02T10:00', { type: 'admitted', security: 'low', detained: true, planned: false }, 'adm')
    .hear('2026-02-20T10:00', {
      type: 'corrected',
      event: 'born',
      reason: 'made up',
      with: { type: 'birth-date-recorded', bornOn: '2001-06-01' },
    })
    .until('2026-02-21');

  it('6.4(3) is corrected in both: the deadlines of the new one move, and are told', () => {
    const review = told.lines.filter((line) => 'kind' in line && line.kind === 'post-admission-cetr' && line.what.startsWith('deadline-'));
    expect(review.map((line) => [line.what, line.pathway, 'due' in line ? line.due : null])).toEqual([
      ['deadline-opened', 2, '2026-02-16'],
      ['deadline-missed', 2, '2026-02-16'],
      ['deadline-moved', 2, '2026-03-02'],
      ['deadline-opened', 2, '2026-03-02'],
    ]);
  });
});
