import { ageOn } from '../../../domain/calendar/ages';
import { daysBetween, type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import type { PathwayThen } from '../../../domain/pathway/as-was';
import { detailsOf } from '../../../domain/pathway/details';
import type { Deadline } from '../../../domain/pathway/types';
import { sentence } from '../../../services/notices/letters/words/deadlines';
import type { AsWas, AsWasAsked } from '../../../services/pathway/as-was';
import { detainedWords, wardWords } from '../../content/codes';
import { consentLines } from '../../content/consents';
import { dayText, readOneDay, wrongDay } from '../../content/dates';
import { kindWords } from '../../content/kinds';
import { ratingTag } from '../../content/ratings';
import { reviewName, reviewsNamed } from '../../../domain/meetings/review-name';
import { statusText } from '../../content/why';
import { byUrgency } from '../../person/deadlines';

interface FieldError {
  readonly field: 'on' | 'known';
  readonly message: string;
}

/** What was typed into the two fields, and what it says. */
export interface TwoDays {
  /** As they stand in the form: `1 October 2026`, or what was typed. */
  readonly on: string;
  readonly known: string;
  readonly errors: readonly FieldError[];
  /** Null: it cannot be read. */
  readonly asked: AsWasAsked | null;
}

const LABELS = { on: 'As it was on', known: 'As we knew it on' } as const;

/** Without the day of the week, which nobody types. */
const inField = (day: PlainDate): string => dayText(day).replace(/^\w+ /, '');

/** Reads one of the two days; empty: `otherwise`. Out: the day, or what is wrong with it. */
function dayIn(field: FieldError['field'], typed: string, otherwise: PlainDate, today: PlainDate): PlainDate | FieldError {
  if (typed === '') return otherwise;
  const day = readOneDay(typed);
  if (day === null) return { field, message: wrongDay(LABELS[field], typed) };
  return day > today ? { field, message: `${LABELS[field]} must be today, or before it` } : day;
}

/** Reads the two days that are asked for. The first is today where nothing was typed, and the second the same day as the first. */
export function twoDaysOf(on: string, known: string, today: PlainDate): TwoDays {
  const first = dayIn('on', on, today, today);
  const second = dayIn('known', known, typeof first === 'string' ? first : today, today);
  const days = [first, second].flatMap((one) => (typeof one === 'string' ? [] : [one]));
  const errors: readonly FieldError[] =
    days.length === 0 && second < first
      ? [{ field: 'known', message: `${LABELS.known} must be the same day as the other one, or after it` }]
      : days;
  return {
    on: typeof first === 'string' ? inField(first) : on,
    known: typeof second === 'string' ? inField(second) : known,
    errors,
    asked: errors.length === 0 && typeof first === 'string' && typeof second === 'string' ? { on: first, known: second } : null,
  };
}

/** One thing that the record says, by both readings. */
export interface ThenRow {
  readonly what: string;
  readonly trueThen: string;
  readonly knownThen: string;
  readonly differs: boolean;
}

export interface ThenModel {
  readonly heads: { readonly trueThen: string; readonly knownThen: string };
  /** That both readings say the same, or how many things they say otherwise. */
  readonly said: string;
  readonly differs: boolean;
  readonly rows: readonly ThenRow[];
  readonly deadlines: readonly ThenRow[];
}

const NOTHING = 'Nothing on record';

/** What one reading says, thing by thing, in the order of the page. */
type Said = ReadonlyMap<string, string>;

function pathwayText({ pathway, snapshot: { ended, eligibility } }: PathwayThen): string {
  const number = pathway === 1 ? 'The first time on the pathway' : `Time ${pathway} on the pathway`;
  if (ended) return `${number}, ended on ${dayText(ended.on)}`;
  const decided = { eligible: 'eligible', 'not-eligible': 'not eligible', watch: 'watched, and not on the register yet' } as const;
  return `${number}, ${eligibility === null ? 'eligibility not decided' : decided[eligibility]}`;
}

function stayText({ snapshot: { stays, inpatient }, facts }: PathwayThen, on: PlainDate): string {
  const stay = stays.at(-1);
  if (!stay) return 'Not in hospital';
  if (!inpatient) return stay.dischargedOn === null ? 'Not in hospital' : `Not in hospital, discharged on ${dayText(stay.dischargedOn)}`;
  const { ward } = detailsOf(facts, on);
  const where = ward === null ? '' : `. ${sentence(wardWords(ward.security))}. ${detainedWords(ward.detained)}`;
  return `In hospital since ${dayText(stay.admittedOn)}, day ${daysBetween(stay.admittedOn, on) + 1}${where}`;
}

function saidOf(then: PathwayThen, on: PlainDate): Said {
  const { snapshot, bornOn } = then;
  return new Map([
    ['Age', bornOn === null ? 'Not known' : `${ageOn(bornOn, on)} years`],
    ['Pathway', pathwayText(then)],
    ['Register', snapshot.onRegister ? 'On the register' : 'Not on the register'],
    ['Rating', ratingTag(snapshot.rating).word],
    ['Hospital', stayText(then, on)],
    ...consentLines(snapshot.grants, snapshot.consentLapsed).map(({ what, value }): [string, string] => [`Consent: ${lower(what)}`, value]),
  ]);
}

const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** What was to be done on the day, by the id of each deadline. */
function owedOf(then: PathwayThen | null): ReadonlyMap<string, Deadline> {
  const owed = [...(then?.snapshot.deadlines.values() ?? [])].filter((deadline) => deadline.owed);
  return new Map(owed.toSorted(byUrgency).map((deadline) => [deadline.id, deadline]));
}

/** What a reading says of a deadline: its date and how it stood, or that it was not to be done. */
function deadlineText(then: PathwayThen | null, id: string, on: PlainDate): string {
  const deadline = then?.snapshot.deadlines.get(id);
  if (!then) return NOTHING;
  if (!deadline) return 'Not there';
  const { text } = statusText(deadline, on);
  if (deadline.owed && deadline.due !== null) return `${dayText(deadline.due)}. ${text}`;
  return text;
}

function rowOf(what: string, trueThen: string, knownThen: string): ThenRow {
  return { what, trueThen, knownThen, differs: trueThen !== knownThen };
}

/** That both readings say the same, or how many things they say otherwise; where one of them has nothing, that alone. */
function comparedText({ trueThen, knownThen }: AsWas, count: number, { on, known }: AsWasAsked): string {
  if (trueThen === null && knownThen === null) return `Nothing was on record of ${dayText(on)}, then or since.`;
  if (knownThen === null) return `By the end of ${dayText(known)} nothing of this had been recorded: all of it was heard later.`;
  if (trueThen === null) return 'All that had been recorded of this was taken back since.';
  if (count === 0) return 'Both say the same.';
  return `${count} ${count === 1 ? 'thing stands' : 'things stand'} otherwise: something was heard later, or corrected since.`;
}

/**
 * What the record said of a person's pathway at the end of a day, by both readings side by side. A review is called as it was on that day, by what
 * each reading says of the birth.
 */
export function thenModel({ trueThen, knownThen }: AsWas, { on, known }: AsWasAsked, now: Instant): ThenModel {
  const today = londonDate(now);
  const [first, second] = [trueThen, knownThen].map((then): Said => (then ? saidOf(then, on) : new Map()));
  const whats = [...new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])];
  const rows = whats.map((what) => rowOf(what, first?.get(what) ?? NOTHING, second?.get(what) ?? NOTHING));
  const owed = new Map([...owedOf(trueThen), ...owedOf(knownThen)]);
  const named = (text: string): string => reviewsNamed(text, reviewName((trueThen ?? knownThen)?.bornOn ?? null, on));
  const deadlines = [...owed.values()]
    .toSorted(byUrgency)
    .map(({ id, kind }) => rowOf(named(kindWords(kind).title), deadlineText(trueThen, id, on), deadlineText(knownThen, id, on)));
  const count = [...rows, ...deadlines].filter(({ differs }) => differs).length;
  const isEmpty = trueThen === null && knownThen === null;
  return {
    heads: {
      trueThen: `As it was on ${dayText(on)}${on === today ? ', now' : ''}`,
      knownThen: `As we knew it on ${dayText(known)}${known === today ? ', now' : ''}`,
    },
    said: comparedText({ trueThen, knownThen }, count, { on, known }),
    differs: count > 0,
    rows: isEmpty ? [] : rows,
    deadlines,
  };
}
