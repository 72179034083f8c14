import { emptyRecord, hear, play } from '../../domain/pathway/engine';
import type { OwnedFrom } from '../../domain/pathway/types';
import { coreContext } from '../../services/rules/policies';
import { fact, instant } from '../support/core/core';
import { admitted } from '../support/core/facts';

const said = (day: string, owned: boolean, pathway = 1): OwnedFrom => ({ pathway, from: instant(`${day}Z`), owned });

/** To whom the steps of the first visit to somebody admitted on 21 September go. */
function steps(owned: readonly OwnedFrom[], hops: readonly string[] = []): string[] {
  const empty = emptyRecord({ bornOn: null, minutes: 0, ruleSet: 'england-2023', owned });
  const at = instant('2026-09-21T10:00:00Z');
  const heard = hear(coreContext(), empty, { id: 'adm', at, facts: [fact(admitted('2026-09-21'))], batch: false });
  let { record } = heard;
  const lines = [...heard.lines];
  for (const hop of [...hops, '2026-11-07T10:00:00Z']) {
    const played = play(coreContext(), record, instant(hop));
    record = played.record;
    lines.push(...played.lines);
  }
  return lines.flatMap((line) =>
    line.what === 'step' && line.kind === 'oversight-visit'
      ? [`${new Date(line.at).toISOString().slice(5, 10)} ${line.step} ${line.audience}`]
      : [],
  );
}

test('a step goes to the owner where somebody owns the pathway at its instant, and to the team where nobody does', () => {
  const owned = [said('2026-10-20T10:00', true), said('2026-11-02T10:00', false)];
  const expected = ['10-19 remind team', '10-26 remind owner', '11-02 due owner', '11-03 overdue team', '11-06 escalate commissioner'];
  expect(steps(owned)).toEqual(expected);
  expect(steps(owned, ['2026-10-19T08:00:00Z', '2026-10-23T08:00:00Z', '2026-11-02T09:00:00Z'])).toEqual(expected);
  expect(steps([])).toEqual(expected.map((step) => step.replace('owner', 'team')));
});

test('of one instant what was said last counts, at that very instant too, and another pathway’s owner is not this one’s', () => {
  const ends = said('2026-11-01T10:00', false);
  expect(steps([said('2026-10-01T10:00', true), ends])[2]).toBe('11-02 due team');
  expect(steps([said('2026-10-01T10:00', true), ends, said('2026-10-25T10:00', true)])[2]).toBe('11-02 due owner');
  expect(steps([said('2026-11-02T08:00', true)])[2]).toBe('11-02 due owner');
  expect(steps([said('2026-10-01T10:00', true, 2)])).toEqual(steps([]));
});
