import { plainDate } from '../../domain/calendar/dates';
import { afterAdoption, compareStored, notAdopted, type StoredDeadline } from '../../domain/pathway/adoption';
import { snapshotAt, wakeUps } from '../../domain/pathway/engine';
import { coreContext } from '../../services/rules/policies';
import { instant, tellCore } from '../support/core/core';
import { consent, eligible } from '../support/core/facts';

const at = '2026-10-01T10:00:00Z';
const { record } = tellCore(
  { bornOn: '1990-05-05' },
  [
    { id: 'decided', at: '2026-09-01T09:00:00Z', events: [eligible()] },
    { id: 'given', at: '2026-09-01T09:01:00Z', events: [consent('own')] },
  ],
  at,
);
const rows: StoredDeadline[] = [...snapshotAt(coreContext(), record, instant(at)).deadlines.values()].map(
  ({ id, kind, anchor, due, rule, status, owed, settledOn, subject, soft }) => ({
    id,
    kind,
    anchor,
    due,
    rule,
    status,
    owed,
    settledOn,
    subject,
    soft,
  }),
);
const steps = wakeUps(coreContext(), record).flatMap(({ deadline, step, at: planned }) =>
  step === 'begin' ? [] : [{ deadline, step, at: planned }],
);
/** What is stored, with another date for the renewal. */
const renewed = (due: string): StoredDeadline[] =>
  rows.map((row) => (row.kind === 'consent-renewal' ? { ...row, due: plainDate(due) } : row));

describe('what is stored, held against what this core derives', () => {
  it('where the two agree, nothing is kept', () => {
    expect(compareStored(coreContext(), record, 1, { deadlines: rows, steps })).toBeUndefined();
  });

  it('a date that is stored otherwise stands until it is adopted', () => {
    const kept = compareStored(coreContext(), record, 1, { deadlines: renewed('2028-09-01'), steps: [] });
    expect(kept?.deadlines.map(({ kind, stored, derived }) => [kind, stored?.due, derived?.due])).toEqual([
      ['consent-renewal', '2028-09-01', '2027-09-01'],
    ]);
    const [pathway] = record.pathways;
    if (!pathway || !kept) throw new Error('nothing is kept');
    expect(notAdopted({ kept }, plainDate('2026-10-01'))).toBe(1);
    const standing = snapshotAt(coreContext(), { ...record, pathways: [{ ...pathway, kept }] }, instant(at));
    expect(standing.deadlines.get('consent-renewal:given')?.due).toBe('2028-09-01');
    const adoption = { id: 'new', sequence: 3, at: instant(at), fact: { type: 'rules-adopted' as const, ruleSet: 'england-2023' } };
    expect(afterAdoption({ ...pathway, kept }, [adoption]).kept).toBeUndefined();
  });
});
