import {
  admitted,
  agreed,
  changed,
  consent,
  corrected,
  discharged,
  eligible,
  held,
  movedAway,
  rated,
  referred,
  visited,
  type Correctable,
  type Said,
} from '../../support/core/facts';
import { adult, londonTime, story, type Timeline } from '../../support/core/story';

const NONE = 'no date';

describe('6.3 Corrections: what can make them illegal', () => {
  it('6.3(3) an event that was accepted is not judged by what a later version of the rules refuses', () => {
    // Under its rules of then green was in use; the area's rules refuse it now, and the admission is put right all the same.
    const told = adult('england-2023')
      .hear('2026-09-01', referred(), 'ref')
      .hear('2026-09-02', rated('green'), 'green')
      .hear('2026-09-10', { type: 'rules-adopted', ruleSet: 'llr-2023' }, 'rules')
      .hear('2026-09-11', corrected('ref', referred({ source: 'self' })), 'cor')
      .until('2026-09-12');
    expect([told.applied('green'), told.applied('rules'), told.applied('cor')]).toEqual([true, true, true]);
    expect(told.summary.rating).toBe('green');
  });

  it('6.3(5) an event accepted while the birth date was unknown is not judged anew by another’s correction', () => {
    const told = story()
      .hear('2026-09-01', referred(), 'ref')
      .hear('2026-09-02', consent('parental-responsibility', ['register']), 'con')
      .hear('2026-09-03', consent('best-interests', ['use']), 'use')
      .hear('2026-09-04', { type: 'birth-date-recorded', bornOn: '1990-05-05' })
      .hear('2026-09-05', corrected('ref', referred({ source: 'self' })), 'cor')
      .hear('2026-09-06', corrected('ref'), 'again')
      .until('2026-09-07');
    expect([told.applied('con'), told.applied('use'), told.applied('cor'), told.applied('again')]).toEqual([true, true, true, true]);
  });

  it('6.3(5) nor one whose day an earlier correction moved past its hearing', () => {
    const told = adult()
      .hear('2026-09-01', referred(), 'ref')
      .hear('2026-09-10', admitted(), 'adm')
      .hear('2026-09-14', corrected('adm', admitted('2026-09-13')), 'moved')
      .hear('2026-09-15', corrected('ref', referred({ source: 'self' })), 'cor')
      .until('2026-09-16');
    expect([told.applied('moved'), told.applied('cor')]).toEqual([true, true]);
    expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-11 open']);
  });

  it('6.3(5) what the correction itself changes is judged: the birth date that makes a later consent illegal', () => {
    const told = story()
      .hear('2026-09-01', { type: 'birth-date-recorded', bornOn: '2012-05-05' }, 'born')
      .hear('2026-09-02', consent('gillick', ['register']), 'con')
      .hear('2026-09-03', corrected('born', { type: 'birth-date-recorded', bornOn: '2002-05-05' }), 'cor')
      .until('2026-09-04');
    expect(told.refusal('cor')).toBe('would-make-others-illegal');
  });

  it('6.3(5) and what stands in its place is judged as it is', () => {
    const told = adult()
      .hear('2026-09-01', consent('own'), 'con')
      .hear('2026-09-02', corrected('con', consent('gillick')), 'cor')
      .until('2026-09-03');
    expect(told.refusal('cor')).toBe('basis-not-for-this-age');
  });

  describe('6.3(6)', () => {
    const back = (opener: Correctable = admitted()) =>
      adult().onRegister('2026-09-01').hear('2026-09-10', movedAway(), 'end').hear('2026-10-01', opener, 'opener');
    const after = (told: Timeline, when: string) => told.lines.filter(({ at }) => londonTime(at) >= when);

    it.each<[string, Correctable]>([
      ['an admission', admitted()],
      ['a referral', referred()],
      ['a change reported', changed('this-week')],
      ['an LAEP held', held('l', 'laep')],
    ])(
      '6.3(6) taking back %s that opened a pathway takes the pathway back with it, and the end can then be taken back',
      (_what, opener) => {
        const told = back(opener)
          .hear('2026-10-02', corrected('opener'), 'cor')
          .hear('2026-10-03', corrected('end'), 'reopened')
          .until('2026-10-04');
        expect([told.applied('cor'), told.applied('reopened')]).toEqual([true, true]);
        expect(told.deadlinesAt('2026-10-02 10:00').filter((line) => !line.startsWith('superseded'))).toEqual([]);
        expect(told.owed()).toEqual(['consent-renewal 2027-09-01 open', `rating-decision ${NONE} open`]);
        expect(told.summary.rating).toBeNull();
        expect(after(told, '2026-10-02 10:01').every(({ pathway }) => pathway === 1)).toBe(true);
      },
    );

    it('6.3(6) the end cannot be taken back while the later pathway stands', () => {
      expect(back().hear('2026-10-03', corrected('end'), 'no').until('2026-10-04').refusal('no')).toBe('later-pathway-opened');
    });

    it('6.3(6) otherwise refused, naming what stands; taken back with it, it goes', () => {
      const more = () => back().hear('2026-10-05', visited(), 'visit');
      expect(more().hear('2026-10-06', corrected('opener'), 'cor').until('2026-10-07').applied('cor')).toBe(false);
      expect(
        more()
          .hear('2026-10-06', corrected(['opener', 'visit']), 'cor')
          .until('2026-10-07')
          .applied('cor'),
      ).toBe(true);
      const legalAlone = back()
        .hear('2026-10-05', agreed('a'), 'agreed')
        .hear('2026-10-06', corrected('opener'), 'cor')
        .until('2026-10-07');
      expect(legalAlone.refusal('cor')).toBe('opened-this-pathway');
      expect(legalAlone.owed('action')).toEqual([`action ${NONE} open`]);
    });

    it('6.3(6) `with` for such an event dated before the end is refused; on the day of the end it is not', () => {
      const dated = (on: string) =>
        back()
          .hear('2026-10-02', corrected('opener', admitted(on)), 'cor')
          .until('2026-10-03')
          .applied('cor');
      expect([dated('2026-09-09'), dated('2026-09-10'), dated('2026-09-30')]).toEqual([false, true, true]);
    });

    it('6.3(6) the latest pathway is then the one of before: its rating is the one that stands', () => {
      const told = adult()
        .onRegister('2026-09-01')
        .hear('2026-09-02', rated('red'))
        .hear('2026-09-10', movedAway(), 'end')
        .hear('2026-10-01', admitted(), 'opener')
        .hear('2026-10-02', corrected('opener'))
        .hear('2026-10-03', corrected('end'));
      expect(told.until('2026-10-01').summary.rating).toBe('blue');
      expect(told.until('2026-10-04').summary.rating).toBe('red');
    });

    it('6.3(6) who comes back again has a pathway of a number of its own', () => {
      const told = back().hear('2026-10-02', corrected('opener')).hear('2026-10-05', referred(), 'again').until('2026-10-06');
      expect(after(told, '2026-10-05 10:00')[0]).toMatchObject({ what: 'event-applied', event: 'again', pathway: 3 });
      expect(told.owed()).toEqual([`eligibility-decision ${NONE} open`]);
    });
  });
});

describe('6.4 New pathways: who comes back', () => {
  const ended = () => adult().onRegister('2026-09-01').hear('2026-09-02', rated('green')).hear('2026-09-10', movedAway());

  it.each<[string, Said, string[]]>([
    ['an admission', admitted(), ['post-admission-cetr 2026-10-29 open', `eligibility-decision ${NONE} open`]],
    ['a referral', referred(), [`eligibility-decision ${NONE} open`]],
    ['a change reported', changed('this-week'), ['change-review 2026-10-08 open', `eligibility-decision ${NONE} open`]],
    ['an LAEP held', held('l', 'laep'), ['laep-follow-up 2026-10-15 open', `eligibility-decision ${NONE} open`]],
  ])('6.4(3) after an end %s opens a new pathway, with an empty record', (_what, event, owed) => {
    const told = ended().hear('2026-10-01', event, 'back').until('2026-10-01');
    expect(told.applied('back')).toBe(true);
    for (const one of owed) expect(told.owed()).toContain(one);
    expect(told.lines.filter(({ at }) => londonTime(at) === '2026-10-01 10:00').every(({ pathway }) => pathway === 2)).toBe(true);
    expect(told.owed('consent-renewal')).toEqual([]);
    expect(told.summary.rating).toBe(_what === 'an admission' ? 'blue' : null);
  });

  it('6.4(3) another meeting held, a discharge or a change of before the end do not', () => {
    for (const event of [
      held('m', 'mam'),
      held('c', 'community-cetr'),
      eligible(),
      { ...changed('today'), on: '2026-09-09' },
      discharged(),
    ]) {
      expect(
        ended()
          .hear('2026-10-01', event as Said, 'no')
          .until('2026-10-02')
          .refusal('no'),
      ).toBe('pathway-ended');
    }
    expect(
      ended()
        .hear('2026-10-01', { ...changed('today'), on: '2026-09-10' } as Said, 'yes')
        .until('2026-10-02')
        .applied('yes'),
    ).toBe(true);
  });
});
