import { addDays, type PlainDate } from '../../calendar/dates';
import { addInterval, type Interval, type Rule, type RuleSet } from '../../rules/rule-set';
import { traitsOf, type DeadlineKind } from '../kinds';
import type { Placed } from '../place';
import type { Standing, TraceStep } from '../types';

/** A deadline while it is being worked out. */
export interface Entry {
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly rule: Rule & { readonly ref: string };
  anchor: PlainDate;
  /** The day on which the facts opened it: the anchor may lie ahead. */
  readonly openedOn: PlainDate;
  due: PlainDate | null;
  /** `released`: missed, and owed no longer (contract 6.1(7)). */
  state: Standing['state'];
  settledOn: PlainDate | null;
  settledBy: Placed | null;
  readonly subject: string | null;
  /** The stay whose clock it is. */
  readonly stay: string | null;
  /** The case of the rule that gave its interval: `under-18`, a security, `default`. */
  readonly intervalCase: string | null;
  readonly standIn: boolean;
  readonly trace: TraceStep[];
}

/** What is said when a deadline opens; dates and interval come from the rule. */
export interface Opening {
  readonly id: string;
  readonly anchor: PlainDate;
  /** A date that the facts themselves name; null: none. Absent: by the rule. */
  readonly due?: PlainDate | null;
  /** Cases to look up in the rule's intervals, the most telling first. */
  readonly cases?: readonly string[];
  readonly subject?: string;
  readonly stay?: string;
  readonly standIn?: boolean;
  /** The day on which it opened, where no event did: the anchor, where absent. */
  readonly openedOn?: PlainDate;
  /** What opened it. */
  readonly by: Placed | null;
}

/** From what on a kind opens: from facts heard after an adoption of rules, and by itself from the day on which that was heard. */
export interface Since {
  readonly sequence: number;
  readonly day: PlainDate;
}

/** A date some interval later, counted as the rule says, `after` or `beginning-with` (contract section 5). */
export function intervalEnd(rule: Rule, anchor: PlainDate, interval: Interval): PlainDate {
  const end = addInterval(anchor, interval);
  return rule.counting === 'beginning-with' ? addDays(end, -1) : end;
}

/**
 * The deadlines of one pathway while its facts are gone through in order.
 * Which rule set a deadline is worked out under may differ: what was settled before an adoption of rules keeps its own (contract 6.15(1)).
 */
export class Book {
  readonly entries = new Map<string, Entry>();
  readonly #openByKind = new Map<DeadlineKind, Set<Entry>>();
  readonly #rules: RuleSet;
  readonly #settledUnder: ReadonlyMap<string, RuleSet>;
  readonly #since: ReadonlyMap<DeadlineKind, Since>;
  readonly #barred = new Set<DeadlineKind>();
  #closedOn: PlainDate | null = null;

  /** `since`: the kinds that an adoption of rules brought, and from what on they open (contract 6.15(3)). */
  constructor(rules: RuleSet, settledUnder: ReadonlyMap<string, RuleSet>, since: ReadonlyMap<DeadlineKind, Since> = new Map()) {
    this.#rules = rules;
    this.#settledUnder = settledUnder;
    this.#since = since;
  }

  /** The rule set under which what is open is worked out. */
  get rules(): RuleSet {
    return this.#rules;
  }

  /** None of these kinds opens from now on (contract 6.11(6)). */
  bar(kinds: readonly DeadlineKind[]): void {
    for (const kind of kinds) this.#barred.add(kind);
  }

  /** All kinds may open again. */
  unbar(): void {
    this.#barred.clear();
  }

  /** The rule for a kind, as it holds for the deadline of that id; undefined where the rule set has none. */
  ruleFor(kind: DeadlineKind, id: string): (Rule & { readonly ref: string }) | undefined {
    return (this.#settledUnder.get(id) ?? this.#rules).rules.get(kind);
  }

  /**
   * Opens a deadline, where the rule set knows its kind and nothing bars it. After the end of the pathway it is superseded at once
   * (contract 6.16(3)).
   */
  open(kind: DeadlineKind, opening: Opening): Entry | undefined {
    const rule = this.ruleFor(kind, opening.id);
    if (!rule || this.#barred.has(kind) || this.#isTooEarly(kind, opening)) return undefined;
    const intervalCase = [...(opening.cases ?? []), 'default'].find((name) => rule.intervals?.[name]) ?? null;
    const interval = intervalCase === null ? undefined : rule.intervals?.[intervalCase];
    const due = opening.due !== undefined ? opening.due : interval ? intervalEnd(rule, opening.anchor, interval) : null;
    const entry: Entry = {
      id: opening.id,
      kind,
      rule,
      anchor: opening.anchor,
      openedOn: opening.by?.day ?? opening.openedOn ?? opening.anchor,
      due,
      state: 'open',
      settledOn: null,
      settledBy: null,
      subject: opening.subject ?? null,
      stay: opening.stay ?? null,
      intervalCase,
      standIn: opening.standIn ?? false,
      trace: [
        { code: 'runs-from', params: { anchor: opening.anchor, event: opening.by?.id ?? null, type: opening.by?.fact.type ?? null } },
        interval
          ? { code: 'interval', params: { case: intervalCase, number: interval.number, unit: interval.unit, counting: rule.counting, due } }
          : { code: due === null ? 'no-date' : 'date-named', params: { due } },
        { code: 'rule', params: { rule: rule.ref, force: rule.force, source: rule.source } },
      ],
    };
    this.entries.set(entry.id, entry);
    if (this.#closedOn !== null) {
      entry.state = 'superseded';
      entry.settledOn = this.#closedOn;
      entry.trace.push({ code: 'pathway-ended', params: { on: this.#closedOn } });
      return entry;
    }
    let open = this.#openByKind.get(kind);
    if (!open) this.#openByKind.set(kind, (open = new Set()));
    open.add(entry);
    return entry;
  }

  /** The deadlines of these kinds that are neither done nor ended, missed ones among them. */
  owed(...kinds: readonly DeadlineKind[]): Entry[] {
    return kinds.flatMap((kind) => [...(this.#openByKind.get(kind) ?? [])]);
  }

  /** All that are neither done nor ended. */
  allOwed(): Entry[] {
    return [...this.#openByKind.values()].flatMap((set) => [...set]);
  }

  /** Marks what waits for a deed as done on a day. */
  satisfy(entries: readonly Entry[], on: PlainDate, by: Placed): void {
    for (const entry of entries) this.#settle(entry, 'done', on, by, 'satisfied');
  }

  /** Excuses one deadline: its offer was made, and is owed no longer. */
  excuse(entry: Entry, on: PlainDate, by: Placed | null): void {
    this.#settle(entry, 'excused', on, by, entry.standIn ? 'community-cetr-stood-in' : 'excused');
  }

  /**
   * Ends deadlines due on that day or later, or without a date; soft ones whatever their date (contract 6.1(6)).
   * One that was missed before stays missed, and is owed no longer (6.1(7)).
   */
  supersede(entries: readonly Entry[], on: PlainDate, by: Placed | null): void {
    for (const entry of entries) this.#settle(entry, missedBy(entry, on) ? 'released' : 'superseded', on, by, 'superseded');
  }

  /** Moves an open deadline to another date; `anchor`: where what it runs from moved with it. */
  move(entry: Entry, due: PlainDate, step: TraceStep, anchor: PlainDate = entry.anchor): void {
    entry.due = due;
    entry.anchor = anchor;
    entry.trace.push(step);
  }

  /** Ends the pathway: all that is owed is superseded, and so is what later events open. Out: what was owed. */
  close(on: PlainDate, by: Placed): Entry[] {
    const owed = this.allOwed();
    this.supersede(owed, on, by);
    this.#closedOn = on;
    return owed;
  }

  #isTooEarly(kind: DeadlineKind, { by, anchor, openedOn }: Opening): boolean {
    const since = this.#since.get(kind);
    if (since === undefined) return false;
    return by === null ? (openedOn ?? anchor) < since.day : by.sequence < since.sequence;
  }

  #settle(entry: Entry, state: Entry['state'], on: PlainDate, by: Placed | null, code: string): void {
    if (entry.state !== 'open') return;
    entry.state = state;
    entry.settledOn = on;
    entry.settledBy = by;
    entry.trace.push({ code, params: { on, event: by?.id ?? null, type: by?.fact.type ?? null } });
    this.#openByKind.get(entry.kind)?.delete(entry);
  }
}

/** The ladder that a deadline climbs: its rule may name another for one that has no date. */
export const ladderOf = ({ due, rule }: Pick<Entry, 'due' | 'rule'>): string =>
  due === null ? (rule.ladderWithoutDate ?? rule.ladder) : rule.ladder;

/** True where a deadline of this kind belongs before a C(E)TR. */
export const isPreparation = (entry: Pick<Entry, 'kind'>): boolean => traitsOf(entry.kind).preparation === true;

/** True where a deadline's date had passed undone as a day began (contract 6.1(1)); a soft one is never missed (6.1(6)). */
export function missedBy(entry: Pick<Entry, 'due' | 'rule'>, day: PlainDate): boolean {
  return !entry.rule.soft && entry.due !== null && entry.due < day;
}
