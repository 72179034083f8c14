import type { PlainDate } from '../../calendar/dates';
import { isType, type Placed } from '../../pathway/place';
import { heldIn, type Life } from '../lives';
import type { Asked } from '../moves';
import { isOf, isWithin } from '../period';
import { said } from './judge';
import type { Judged, Standard } from './standards';

/** Something of a meeting or an action that is written down beside what happened, and has to be read for a standard. */
export interface ToRead {
  readonly standard: Standard;
  readonly registerId: string;
  readonly pathway: number;
  /** The meeting, or the action. */
  readonly id: string;
  readonly on: PlainDate;
}

/** The sections of the notes of a multi-agency meeting that are a minimum standard (004 L1090, L1096, L1100), by their codes. */
export const NOTES_SECTIONS = {
  'notes-after-discharge': 'after-discharge',
  'notes-family-support': 'family-support',
  'notes-looked-after': 'looked-after',
} as const satisfies Partial<Record<Standard, string>>;

const isMam = (item: Placed): boolean => isType(item, 'meeting-held') && item.fact.kind === 'mam';

/** Which notes are to be read: of each multi-agency meeting of the period the sections that apply to it. */
export function notesToRead(life: Life, asked: Asked): ToRead[] {
  const { registerId, bornOn } = life;
  return heldIn(life, asked).flatMap(({ pathway, item }): ToRead[] => {
    if (!isMam(item)) return [];
    const { on } = item;
    const of = (standard: keyof typeof NOTES_SECTIONS): ToRead => ({ standard, registerId, pathway, id: item.fact.meeting, on });
    const facts = life.pathways.find(({ number }) => number === pathway)?.facts ?? [];
    // The first one after a discharge looks at what was planned for after it.
    const last = facts.slice(0, facts.indexOf(item)).findLast((one) => isType(one, 'discharged') || isMam(one));
    return [
      of('notes-family-support'),
      ...(isOf('under-18', bornOn, on) ? [of('notes-looked-after')] : []),
      ...(last && isType(last, 'discharged') ? [of('notes-after-discharge')] : []),
    ];
  });
}

/** What the notes say: a section was gone through that says something, or that it does not apply. In: which sections were, by what was to be read; null: there are no notes. */
export const judgeNotes = (toRead: readonly ToRead[], wentThrough: (one: ToRead) => ReadonlySet<string> | null): Judged[] =>
  toRead.map((one) => {
    const sections = wentThrough(one);
    const section = NOTES_SECTIONS[one.standard as keyof typeof NOTES_SECTIONS];
    const why = sections === null ? 'no-notes' : sections.has(section) ? null : 'not-reached';
    return said(one.standard, one.registerId, one.on, why);
  });

/** An action that was agreed in the period; whoever answers for a recommendation may be a body that its plan names. */
export interface ActionToRead extends ToRead {
  readonly owned: boolean;
  readonly dated: boolean;
}

/** The actions that were agreed in the period, with whether they have an owner and a date. */
export const actionsIn = ({ registerId, bornOn, pathways }: Life, { group, period }: Asked): ActionToRead[] =>
  pathways.flatMap(({ number: pathway, facts }) =>
    facts.flatMap((item): ActionToRead[] => {
      if (!isType(item, 'action-agreed') || !isWithin(period, item.on) || !isOf(group, bornOn, item.on)) return [];
      const { action: id, owner, due } = item.fact;
      const dated = due !== undefined || facts.some((one) => isType(one, 'action-redated') && one.fact.action === id);
      return [{ standard: 'actions-owned', registerId, pathway, id, on: item.on, owned: owner !== undefined, dated }];
    }),
  );

/** What becomes of the actions as a standard: each says who does it, by when. `hasBody`: whether a body answers for a recommendation. */
export const judgeActions = (actions: readonly ActionToRead[], hasBody: (one: ToRead) => boolean): Judged[] =>
  actions.map((one) => {
    const isOwned = one.owned || hasBody(one);
    const why = isOwned ? (one.dated ? null : 'no-date') : one.dated ? 'no-owner' : 'neither';
    return said('actions-owned', one.registerId, one.on, why);
  });
