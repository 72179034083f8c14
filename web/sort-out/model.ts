import { type Instant, isPlainDate, londonDate, parseInstant } from '../../domain/calendar/dates';
import { EVENT_TYPES } from '../../domain/pathway/events';
import { eventWords } from '../../services/notices/letters/words/events';
import { refusalWords } from '../../services/notices/letters/words/refusals';
import type { EventView } from '../../services/pathway/events';
import type { EntryToSortOut, Successor } from '../../services/pathway/to-sort-out';
import type { Viewer } from '../../services/staff/viewers';
import { actorWords } from '../content/actors';
import { dayText, momentText } from '../content/dates';
import { type Said, saidIn } from '../content/entries';
import { RESTRICTED_NAME } from '../content/restricted';
import { paths } from '../paths';

type Names = ReadonlyMap<string, string>;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What an entry says, by its type. */
const whatOf = (type: string): string => capital(eventWords(type));
const heardAt = ({ received, at }: Pick<EventView, 'received' | 'at'>): Instant => parseInstant(received ?? at);

interface EntryRow {
  readonly what: string;
  readonly href: string;
  readonly who: { readonly registerId: string; readonly name: string; readonly href: string };
  readonly when: string;
  readonly by: string;
  readonly why: string;
  readonly state: string;
}

export interface ListModel {
  readonly said: string;
  readonly groups: readonly { readonly title: string; readonly note: string; readonly rows: readonly EntryRow[]; readonly empty: string }[];
  readonly paging: { readonly previous: string | null; readonly next: string | null; readonly said: string } | null;
}

const stateOf = ({ status, until }: EventView, today: ReturnType<typeof londonDate>): string =>
  status === 'held' && until !== null
    ? `Held back until ${momentText(parseInstant(until), today)}`
    : 'Refused, and nobody has sorted it out yet';

const whoOf = (registerId: string, name: string | null): EntryRow['who'] => ({
  registerId,
  name: name ?? 'Name not known',
  href: paths.person({ registerId }),
});

function rowOf({ event, name, restricted }: EntryToSortOut, names: Names, now: Instant): EntryRow {
  const today = londonDate(now);
  const on = event.on !== null && event.type !== 'batch' ? `, ${dayText(event.on)}` : '';
  return {
    what: `${whatOf(event.type)}${on}`,
    href: paths.sortOutOne({ event: event.id }),
    who: whoOf(event.registerId, restricted ? RESTRICTED_NAME : name),
    when: momentText(heardAt(event), today),
    by: capital(actorWords(event.source, names)),
    why: refusalWords(event.reason),
    state: stateOf(event, today),
  };
}

/** What the list of entries to sort out shows. */
export function listModel(
  { refused, held }: Readonly<Record<'refused' | 'held', { readonly entries: readonly EntryToSortOut[]; readonly more: boolean }>>,
  count: number,
  page: number,
  names: Names,
  now: Instant,
): ListModel {
  const more = refused.more || held.more;
  const pageOf = (number: number): string => paths.sortOut({ page: number === 1 ? undefined : number });
  return {
    said: count === 0 ? 'No entry is to be sorted out.' : `${refused.entries.length + held.entries.length} of ${count} shown.`,
    groups: [
      {
        title: 'Refused',
        note: 'These came in and were not recorded. Correct and send again, or say why nothing has to be recorded.',
        rows: refused.entries.map((entry) => rowOf(entry, names, now)),
        empty: 'No refused entry waits for anybody.',
      },
      {
        title: 'Held back',
        note: 'These wait for what may come before them, and are recorded by themselves as soon as they fit. After that they are refused.',
        rows: held.entries.map((entry) => rowOf(entry, names, now)),
        empty: 'Nothing is held back.',
      },
    ],
    paging:
      page === 1 && !more
        ? null
        : { previous: page === 1 ? null : pageOf(page - 1), next: more ? pageOf(page + 1) : null, said: `Page ${page}` },
  };
}

/** What is typed or chosen, given back where something is wrong. */
export interface Answers {
  readonly form: 'dismiss' | 'recorded-anew';
  readonly reason: string;
  readonly successor: string;
  readonly problem: string;
  /** The field that it is about. */
  readonly field: string;
}

export interface OneModel {
  readonly what: string;
  readonly who: EntryRow['who'];
  readonly state: string;
  /** Why it was not recorded. */
  readonly refusal: string;
  readonly facts: readonly Said[];
  readonly parts: readonly { readonly what: string; readonly facts: readonly Said[] }[];
  readonly done: string | null;
  /** How it was sorted out; null: it is not. */
  readonly resolved: string | null;
  readonly again: string | null;
  readonly dismiss: { readonly action: string; readonly reason: string; readonly error: string | null } | null;
  readonly anew: {
    readonly action: string;
    readonly reason: string;
    readonly successors: readonly { readonly value: string; readonly text: string; readonly checked: boolean }[];
    readonly error: string | null;
    readonly wrong: string;
  } | null;
  readonly problem: { readonly text: string; readonly href: string } | null;
}

/** No form records these; what else can be recorded of the person is offered. */
const WITHOUT_FORM: ReadonlySet<string> = new Set(['adopted', 'rules-adopted', 'corrected']);

function againOf({ registerId, type }: EventView, { permissions }: Viewer): string | null {
  if (!permissions.has('events:write')) return null;
  const hasForm = EVENT_TYPES.some((one) => one === type) && !WITHOUT_FORM.has(type);
  return hasForm ? paths.recordEvent({ registerId, type }) : paths.record({ registerId });
}

function successorText({ type, on, at, source }: Successor, names: Names, now: Instant): string {
  const day = on !== null && isPlainDate(on) ? `, ${dayText(on)}` : '';
  return `${whatOf(type)}${day}. Recorded ${momentText(at.getTime() as Instant, londonDate(now))} by ${actorWords(source, names)}`;
}

function resolvedText({ resolved }: EventView, names: Names, now: Instant): string | null {
  if (resolved === null) return null;
  const how = resolved.outcome === 'dismissed' ? 'Dismissed' : 'Recorded anew';
  return `${how} by ${actorWords(resolved.by, names)}, ${momentText(parseInstant(resolved.at), londonDate(now))}: ${resolved.reason}`;
}

/** What the page of an entry shows. `parts`: of a batch; `answers`: what was typed, and what is wrong with it. */
export function oneModel(
  read: {
    readonly event: EventView;
    readonly parts: readonly EventView[];
    readonly name: string | null;
    readonly successors: readonly Successor[];
    readonly names: Names;
  },
  viewer: Viewer,
  { done, answers }: { readonly done?: boolean; readonly answers?: Answers | undefined },
  now: Instant,
): OneModel {
  const { event, parts, name, successors, names } = read;
  const today = londonDate(now);
  const isOpen = event.status !== 'applied' && event.resolved === null;
  const of = (form: Answers['form']) => (answers?.form === form ? answers : undefined);
  const state = event.status === 'applied' ? 'Recorded' : event.resolved === null ? stateOf(event, today) : 'Sorted out';
  return {
    what: whatOf(event.type),
    who: whoOf(event.registerId, name),
    state: `${state}.`,
    refusal: event.status === 'applied' ? '' : refusalWords(event.reason),
    facts: [
      { label: 'Sent by', value: capital(actorWords(event.source, names)) },
      { label: 'Sent', value: capital(momentText(heardAt(event), today)) },
      ...saidOf(event),
    ],
    parts: parts.map((part) => ({ what: whatOf(part.type), facts: saidOf(part) })),
    done: done ? 'This entry is sorted out. Whoever was asked to look at it need not any more.' : null,
    resolved: resolvedText(event, names, now),
    again: isOpen ? againOf(event, viewer) : null,
    dismiss: isOpen
      ? { action: paths.sortOutDismiss({ event: event.id }), reason: of('dismiss')?.reason ?? '', error: of('dismiss')?.problem ?? null }
      : null,
    anew: isOpen
      ? {
          action: paths.sortOutSentAgain({ event: event.id }),
          reason: of('recorded-anew')?.reason ?? '',
          successors: successors.map((one) => ({
            value: one.id,
            text: successorText(one, names, now),
            checked: one.id === of('recorded-anew')?.successor,
          })),
          error: of('recorded-anew')?.problem ?? null,
          wrong: of('recorded-anew')?.field ?? '',
        }
      : null,
    problem: answers ? { text: answers.problem, href: `#${answers.field}` } : null,
  };
}

/** The fields as they were sent; the day as it counts, where none was. */
function saidOf({ event, on }: EventView): readonly Said[] {
  const sent = (event ?? {}) as Readonly<Record<string, unknown>>;
  return saidIn(on === null || event === null ? sent : { on, ...sent });
}
