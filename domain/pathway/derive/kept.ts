import type { PlainDate } from '../../calendar/dates';
import type { RuleSet } from '../../rules/rule-set';
import type { KeptDeadline, Standing } from '../types';
import type { Entry } from './book';

/** What two answers about a deadline are compared by: its date, and what became of it but for the passing of time. */
export const standingOf = ({ due, state, settledOn }: Entry): Standing => ({ due, state, settledOn });

const isSame = (a: Standing, b: Standing): boolean => a.state === b.state && a.settledOn === b.settledOn;

/**
 * The deadlines as they stand: where what is stored differs from what is derived, what is stored stands, for as long as what is derived of it
 * stays what it was when the two were compared. A date stands as long as the derived date does not move; what became of it follows the facts.
 */
export function withKept(entries: readonly Entry[], kept: readonly KeptDeadline[], rules: RuleSet): Entry[] {
  if (kept.length === 0) return [...entries];
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  for (const one of kept) {
    const entry = merged(byId.get(one.id), one, rules);
    if (entry) byId.set(one.id, entry);
    else byId.delete(one.id);
  }
  return [...byId.values()];
}

function merged(entry: Entry | undefined, { id, kind, stored, derived }: KeptDeadline, rules: RuleSet): Entry | undefined {
  if (!entry) return derived === null && stored !== null ? made(id, kind, stored, rules) : undefined;
  if (derived === null) return entry;
  const now = standingOf(entry);
  if (stored === null) return now.due === derived.due && isSame(now, derived) ? undefined : entry;
  const dateStands = now.due === derived.due;
  const state = isSame(now, derived) ? stored : now;
  const date = dateStands ? stored : { due: now.due, anchor: entry.anchor, rule: entry.rule.ref };
  return {
    ...entry,
    due: date.due,
    anchor: date.anchor,
    rule: { ...entry.rule, ref: date.rule },
    state: state.state,
    settledOn: state.settledOn,
    trace: [...entry.trace, ...(dateStands && stored.due !== derived.due ? [notAdoptedWarning(stored.due, derived.due)] : [])],
  };
}

const notAdoptedWarning = (stored: PlainDate | null, derived: PlainDate | null) => ({
  code: 'not-adopted',
  params: { due: stored, byPresentRules: derived },
});

/** One that is stored and that this core does not derive at all. */
function made(id: string, kind: Entry['kind'], stored: NonNullable<KeptDeadline['stored']>, rules: RuleSet): Entry {
  const rule = rules.rules.get(kind);
  const [anyLadder = 'dated'] = Object.keys(rules.ladders);
  return {
    id,
    kind,
    rule: rule
      ? { ...rule, ref: stored.rule }
      : {
          id: kind,
          kind,
          title: kind,
          anchor: '',
          counting: 'after',
          soft: false,
          ladder: rules.ladders['dated'] ? 'dated' : anyLadder,
          force: 'unverified-default',
          source: stored.rule,
          ref: stored.rule,
        },
    anchor: stored.anchor,
    openedOn: stored.openedOn,
    due: stored.due,
    state: stored.state,
    settledOn: stored.settledOn,
    settledBy: null,
    subject: stored.subject,
    stay: null,
    intervalCase: null,
    standIn: false,
    trace: [notAdoptedWarning(stored.due, null)],
  };
}
