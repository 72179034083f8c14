import { agreed, corrected, done, eligible, held, lookAgain, rated, refused, visited, withdrawn } from '../../support/core/facts';
import { adult, type Story } from '../../support/core/story';

const NONE = 'no date';

/** Eligible and refused: on no register, not rated, so that nothing but a next step is owed from the evening of 1 September 2026, a Tuesday. */
const alone = (): Story => adult().hear('2026-09-01T09:00', eligible()).hear('2026-09-01T09:01', refused());

describe('6.18 Nobody without a next step: heard late, corrected, excused', () => {
  describe('6.18(5)', () => {
    it('6.18(5) heard late it goes by its day: a request that was answered long ago', () => {
      const told = alone().hear('2026-09-02', agreed('a', '2026-12-01')).hear('2026-09-30', done('a', '2026-09-10')).until('2026-10-01');
      // It runs from the 10th: day 14 was the 24th, day 7 the 17th; the last of what had passed fires at once.
      expect(told.course('next-step').at(-1)).toBe(`2026-09-30 10:00 opened ${NONE}`);
      expect(told.steps('next-step').slice(-2)).toEqual(['2026-09-30 10:00 escalate commissioner', '2026-10-01 08:00 remind owner']);
    });

    it('6.18(5) a fact of before, heard late, that said what came next: it never ran', () => {
      const told = alone()
        .hear('2026-09-20', agreed('a', '2026-12-01', '2026-09-01'))
        .until('2026-09-21');
      expect(told.course('next-step')).toEqual([`2026-09-01 09:01 opened ${NONE}`, `2026-09-20 10:00 superseded ${NONE}`]);
    });

    it('6.18(5) corrected it moves: one deadline, another date', () => {
      const told = alone()
        .hear('2026-09-05', lookAgain('2026-10-05'), 'set')
        .hear('2026-09-06', corrected('set', lookAgain('2026-11-05', '2026-09-05')))
        .until('2026-09-07');
      expect(told.course('next-step').slice(-2)).toEqual([
        '2026-09-05 10:00 opened 2026-10-05',
        '2026-09-06 10:00 moved 2026-11-05 from 2026-10-05',
      ]);
      expect(told.ids('next-step')).toHaveLength(2);
    });

    it('6.18(5) taken back, the one that it had satisfied is open again', () => {
      const told = alone().hear('2026-09-05', lookAgain('2026-10-05'), 'set').hear('2026-09-06', corrected('set')).until('2026-09-07');
      expect(told.deadlinesAt('2026-09-06 10:00')).toEqual(['superseded next-step 2026-10-05', `opened next-step ${NONE}`]);
      expect(told.ids('next-step')).toHaveLength(2);
    });

    it('6.18(5) where an area uses no green, another look ends it after a stand-down', () => {
      const told = adult('llr-2023')
        .onRegister('2026-09-01')
        .hear('2026-09-02', rated('amber'))
        .hear('2026-09-10', held('m', 'mam', undefined, 'stand-down'))
        .hear('2026-09-11', lookAgain('2026-10-12'))
        .until('2026-09-12');
      expect(told.course('rating-decision').at(-1)).toBe(`2026-09-02 10:00 met ${NONE}`);
      expect(told.course('next-step')).toEqual([
        `2026-09-10 10:00 opened ${NONE}`,
        `2026-09-11 10:00 met ${NONE}`,
        '2026-09-11 10:00 opened 2026-10-12',
      ]);
    });
  });

  it('6.7(4) next-step, rating-decision, change-review and eligibility-decision cannot be excused', () => {
    for (const kind of ['next-step', 'rating-decision', 'change-review', 'eligibility-decision', 'next-step:2026-09-01']) {
      const told = alone().hear('2026-09-10', { type: 'deadline-excused', deadline: kind, reason: 'other' }, 'no').until('2026-09-11');
      expect(told.refusal('no')).toBe('not-excusable');
    }
    const other = alone().hear('2026-09-10', { type: 'deadline-excused', deadline: 'mam', reason: 'other' }, 'none').until('2026-09-11');
    expect([other.applied('none'), other.warnings()]).toEqual([true, ['2026-09-10 10:00 nothing-excused']]);
  });

  it('a visit, consent or its loss opens none beside what is owed', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-09-02', withdrawn(['use']))
      .hear('2026-09-03', visited(), 'out')
      .until('2026-09-04');
    expect([told.applied('out'), told.course('next-step')]).toEqual([false, []]);
  });
});
