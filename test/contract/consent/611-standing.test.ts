import { snapshotAt } from '../../../domain/pathway/engine';
import { coreContext } from '../../../services/rules/policies';
import { instant, tellCore, type Told } from '../../support/core/core';
import {
  ALL_SCOPES,
  admitted,
  agreed,
  closed,
  consent,
  discharged,
  done,
  eligible,
  held,
  notEligible,
  rated,
  requested,
  watch,
  withdrawn,
  type Said,
} from '../../support/core/facts';

/** What stands for a person of 36 after these events, one a day from 1 September 2026. */
function standing(events: Said[], until = '2026-10-01T10:00:00Z') {
  const told = events.map((event, index) => ({
    id: `e${index + 1}`,
    at: `2026-09-${String(index + 1).padStart(2, '0')}T10:00:00Z`,
    events: [event],
  }));
  return snapshotAt(coreContext(), tellCore({ bornOn: '1990-05-05' }, told, until).record, instant(until));
}

describe('what stands, and who is on the register', () => {
  it('6.11(6) on the register is who is eligible, with a consent to the register or a best-interests decision, and not ended', () => {
    expect(standing([eligible(), consent('own')]).onRegister).toBe(true);
    expect(standing([consent('best-interests', ['register'], { assessedOn: '2026-09-01' }), eligible()]).onRegister).toBe(true);
    expect(standing([eligible()]).onRegister).toBe(false);
    expect(standing([consent('own')]).onRegister).toBe(false);
    expect(standing([eligible(), consent('own', ['meeting', 'disclosure', 'use'])]).onRegister).toBe(false);
    expect(standing([watch('2026-12-01'), consent('own')]).onRegister).toBe(false);
    expect(standing([eligible(), consent('own'), notEligible()]).onRegister).toBe(false);
    expect(standing([eligible(), consent('own'), withdrawn(['register'])]).onRegister).toBe(false);
    expect(standing([eligible(), consent('own'), closed()]).onRegister).toBe(false);
  });

  it('6.10(2) blue says in hospital, not membership', () => {
    const without = standing([eligible(), admitted()]);
    expect([without.rating, without.inpatient, without.onRegister]).toEqual(['blue', true, false]);
    const home = standing([eligible(), consent('own'), admitted(), discharged()]);
    expect([home.rating, home.inpatient, home.onRegister]).toEqual(['amber', false, true]);
  });

  it('6.11(1) a missed renewal is shown as a mark, without a line of its own, and the consent stands', () => {
    const before = standing([eligible(), consent('own')], '2027-09-02T10:00:00Z');
    expect([before.consentLapsed, before.registerConsent]).toEqual([false, true]);
    const after = standing([eligible(), consent('own')], '2027-09-03T10:00:00Z');
    expect([after.consentLapsed, after.registerConsent, after.onRegister]).toEqual([true, true, true]);
  });

  it('6.11(3) from the 18th birthday on, a consent of the parents to the register stands, marked, until decided', () => {
    const at = (day: string, ...decided: Told[]) => {
      const given = {
        id: 'con',
        at: '2026-09-01T10:00:00Z',
        events: [consent('parental-responsibility', ALL_SCOPES, { assessedOn: '2026-09-01' })],
      };
      const { record } = tellCore({ bornOn: '2008-10-20' }, [given, ...decided], `${day}T10:00:00Z`);
      const { consentLapsed, registerConsent } = snapshotAt(coreContext(), record, instant(`${day}T10:00:00Z`));
      return [consentLapsed, registerConsent];
    };
    expect(at('2026-10-19')).toEqual([false, true]);
    expect(at('2026-10-21')).toEqual([true, true]);
    expect(at('2026-10-26', { id: 'own', at: '2026-10-25T10:00:00Z', events: [consent('own')] })).toEqual([false, true]);
  });

  it('6.16(2) an end keeps the list of what was owed until then, open or missed', () => {
    const { ended } = standing([
      requested(),
      rated('amber'),
      agreed('late', '2026-09-03'),
      agreed('done', '2026-09-30'),
      done('done'),
      agreed('open', '2026-12-01'),
      held('c', 'cpa'),
      closed(),
    ]);
    expect(ended).toMatchObject({ type: 'pathway-closed', on: '2026-09-08' });
    expect(ended?.owed.map(({ kind, due, status }) => `${kind} ${due ?? 'no date'} ${status}`).toSorted()).toEqual([
      'action 2026-09-03 missed',
      'action 2026-12-01 open',
      'eligibility-decision no date open',
      'requested-cetr no date open',
    ]);
  });

  it('every deadline has a trace of how its date was made', () => {
    for (const { trace, anchor, due } of standing([
      eligible(),
      consent('own'),
      admitted(),
      held('r', 'post-admission-cetr'),
    ]).deadlines.values()) {
      expect(trace.length).toBeGreaterThan(0);
      for (const { code } of trace) expect(code).toMatch(/^[a-z0-9-]+$/);
      expect([anchor, due ?? '2026-01-01'].every((date) => /^\d{4}-\d{2}-\d{2}$/.test(date))).toBe(true);
    }
  });
});
