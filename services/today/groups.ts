import type { PlainDate } from '../../domain/calendar/dates';
import type { Rating } from '../../domain/pathway/events';
import type { DeadlineKind } from '../../domain/pathway/kinds';

/** The groups of a day's work, in their order on the page. */
export const GROUPS = ['overdue', 'act-today', 'next-7-days', 'waiting'] as const;
export type Group = (typeof GROUPS)[number];

/** What of a day's work is asked for. */
export interface TodayFilter {
  /** `mine`: what the reader owns, and what nobody owns. */
  readonly whose: 'mine' | 'all';
  readonly age?: 'under-18' | 'adult' | undefined;
  readonly rating?: Rating | undefined;
  readonly kind?: DeadlineKind | undefined;
}

/** On which days the groups begin and end, who asks, and for what: $1 to $12 of the statements of a day. */
export interface DayAsked {
  readonly day: PlainDate;
  /** The last day on which what is due must be acted on today. */
  readonly actUntil: PlainDate;
  /** The last day that the page shows. */
  readonly until: PlainDate;
  /** The instant at which somebody owns a pathway. */
  readonly at: Date;
  readonly areas: readonly string[];
  /** Whether everybody of the areas is seen, or what `reader` owns alone. */
  readonly everyone: boolean;
  readonly reader: string;
  readonly age: TodayFilter['age'] | null;
  /** Whoever was born on this day or before is an adult. */
  readonly adultFrom: PlainDate;
  readonly rating: Rating | null;
  readonly kind: DeadlineKind | null;
  /** The records that are not open to the reader. */
  readonly shut: readonly string[];
}

export const valuesOf = (asked: DayAsked): unknown[] => {
  const { day, actUntil, until, at, areas, everyone, reader, age, adultFrom, rating, kind, shut } = asked;
  return [day, actUntil, until, at, areas, everyone, reader, age, adultFrom, rating, kind, shut];
};

/** The record is not open to the reader: what is said of it is its register id and its work. */
export const SHUT = 'd.register_id = any($12)';

/** Of somebody who sees their own people only, nothing is read but what they own themselves. */
export const SEEN = `d.owed and p.area = any($5) and ($6 or own.staff = $7 and d.pathway = (select max(l.number) from pathway l
  where l.register_id = d.register_id and l.ended_type is distinct from 'corrected'))`;

/** What fits the filter but for whose it is: of an age, a rating, a kind; of a shut record nobody is told these, and it fits. */
export const FITS = `(${SHUT} or $8::text is null or case when $8 = 'adult' then p.born_on <= $9::date else p.born_on is null or p.born_on > $9::date end)
  and (${SHUT} or $10::text is null or w.rating = $10) and ($11::text is null or d.kind = $11)`;

const RATING = `array_position(array['red','blue','amber','green'], case when ${SHUT} then null else w.rating end)`;

/**
 * Which lines a group has, and their order: what is late or to do today by rating within a day, as whoever begins the morning takes it; what is
 * later as it stands in an index (migration 20261129133000_pages), so that those after the ones shown are not read.
 */
export const PLACES: Readonly<Record<Group, { readonly which: string; readonly order: string }>> = {
  overdue: { which: 'd.due < $1 and not d.soft', order: `d.due, ${RATING}, d.register_id, d.id` },
  'act-today': { which: 'd.due <= $2 and (d.due >= $1 or d.soft)', order: `d.due, ${RATING}, d.register_id, d.id` },
  'next-7-days': { which: 'd.due > $2 and d.due <= $3', order: 'd.due, d.register_id, d.pathway, d.id' },
  waiting: { which: 'd.due is null', order: 'd.anchor, d.register_id, d.pathway, d.id' },
};

export const FROM = `from deadline d
  join pathway w on w.register_id = d.register_id and w.number = d.pathway
  join person p on p.register_id = d.register_id`;
