import { snapshotAt } from '../../../domain/pathway/engine';
import { coreContext } from '../../../services/rules/policies';
import { instant, tellCore } from '../../support/core/core';
import { admitted, held, rated, scheduled, type Said } from '../../support/core/facts';
import { adult } from '../../support/core/story';

describe('6.12 Meetings: what is planned', () => {
  describe('6.12(11)', () => {
    const amber = () => adult('llr-2023').onRegister('2026-09-01').hear('2026-10-01', rated('amber'));

    it('6.12(11) booked for a day after the due date of what it would satisfy, a warning that names the deadline', () => {
      const warned = (on: string) =>
        amber()
          .hear('2026-10-02', scheduled('m', 'mam', on))
          .until('2026-10-02')
          .lines.flatMap((line) => (line.what === 'warning' && line.code === 'booked-after-due' ? [line.deadline] : []));
      // The MAM is due on Thursday 15 October.
      expect([warned('2026-10-15'), warned('2026-10-16')]).toEqual([[], ['mam:step-3']]);
    });

    it('6.12(11) not for what it would not satisfy', () => {
      const told = amber()
        .hear('2026-10-02', scheduled('m', 'cpa', '2026-10-20'))
        .hear('2026-10-02T11:00', scheduled('n', 'community-cetr', '2026-10-20'))
        .until('2026-10-02');
      expect(told.warnings().join()).not.toContain('booked-after-due');
    });

    it('6.12(11) for each deadline of a stay, too', () => {
      const told = adult()
        .hear('2026-10-01', admitted())
        .hear('2026-10-02', scheduled('m', 'post-admission-cetr', '2026-10-30'))
        .until('2026-10-02');
      // Due on the 29th.
      expect(told.warningsAt('2026-10-02 10:00')).toEqual(['booked-after-due']);
    });

    it('6.12(11) on a weekend or bank holiday, not-a-working-day', () => {
      const codes = (on: string) =>
        adult()
          .hear('2026-10-01', scheduled('m', 'cpa', on))
          .until('2026-10-01')
          .warningsAt('2026-10-01 10:00');
      expect([codes('2026-10-09'), codes('2026-10-10'), codes('2026-10-11'), codes('2026-12-25')]).toEqual([
        [],
        ['not-a-working-day'],
        ['not-a-working-day'],
        ['not-a-working-day'],
      ]);
    });
  });

  describe('6.12(12)', () => {
    const plan = (more: Parameters<typeof scheduled>[3], on = '2026-10-20') => scheduled('m', 'cpa', on, more);
    const refusal = (...events: Said[]) => {
      const told = adult();
      events.forEach((event, index) => told.hear(`2026-10-0${index + 1}`, event, `s${index}`));
      return told.until('2026-10-09').refusal(`s${events.length - 1}`);
    };

    it('6.12(12) `until` not after `time`, or without a time given or standing, is refused', () => {
      expect(refusal(plan({ time: '16:00', until: '15:00' }))).toBe('until-not-after-time');
      expect(refusal(plan({ time: '16:00', until: '16:00' }))).toBe('until-not-after-time');
      expect(refusal(plan({ time: '16:00', until: '16:01' }))).toBeUndefined();
      expect(refusal(plan({ until: '15:00' }))).toBe('until-without-time');
      expect(refusal(plan({ time: '10:00' }), plan({ until: '11:00' }))).toBeUndefined();
      expect(refusal(plan({ time: '10:00' }), plan({ until: '09:00' }))).toBe('until-not-after-time');
    });

    const standing = (...events: Said[]) => {
      const told = events.map((event, index) => ({ id: `s${index}`, at: `2026-10-0${index + 1}T09:00:00Z`, events: [event] }));
      const { record } = tellCore({ bornOn: '1990-05-05' }, told, '2026-10-09T09:00:00Z');
      const meeting = snapshotAt(coreContext(), record, instant('2026-10-09T09:00:00Z')).meetings[0];
      return [meeting?.on, meeting?.time, meeting?.until];
    };

    it('6.12(12) a new time alone drops the until that stood', () => {
      expect(standing(plan({ time: '10:00', until: '11:00' }), plan({ time: '14:00' }))).toEqual(['2026-10-20', '14:00', null]);
      expect(standing(plan({ time: '10:00', until: '11:00' }), plan({ time: '14:00', until: '15:00' }))).toEqual([
        '2026-10-20',
        '14:00',
        '15:00',
      ]);
    });

    it('6.12(13) scheduled again without a time, the time that stood is kept', () => {
      expect(standing(plan({ time: '10:00', until: '11:00' }), plan({}, '2026-10-21'))).toEqual(['2026-10-21', '10:00', '11:00']);
      expect(standing(plan({ time: '10:00' }), plan({ until: '12:00' }))).toEqual(['2026-10-20', '10:00', '12:00']);
    });
  });

  it.each(['mdt', 'discharge-planning', 'laep', 'mam', 'cpa', 'rca', 'register-review'] as const)(
    '6.12(13) %s has no preparations',
    (kind) => {
      const told = adult()
        .hear('2026-10-01', scheduled('m', kind, '2026-11-02'))
        .until('2026-10-02');
      expect(told.deadlinesAt('2026-10-01 10:00').filter((line) => !line.includes('eligibility'))).toEqual([
        'opened meeting-outcome 2026-11-04',
      ]);
    },
  );

  it('6.12(13) mdt and discharge-planning have an outcome to be recorded, and no report or feedback', () => {
    for (const kind of ['mdt', 'discharge-planning'] as const) {
      const told = adult().hear('2026-10-01', held('m', kind)).until('2026-10-02');
      expect([...told.course('cetr-report'), ...told.course('cetr-feedback')]).toEqual([]);
    }
  });
});
