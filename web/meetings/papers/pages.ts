import { z } from 'zod';
import { addDays, laterOf, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { MOST_PAPERS_AFTER_DAYS, PAPERS_AFTER_DAYS } from '../../../domain/forms/papers';
import { isCetr } from '../../../domain/pathway/events';
import { type PersonDocument, readDocuments } from '../../../services/forms/documents';
import { readForms, type WrittenForm } from '../../../services/forms/written-forms';
import { lastDayOf, papersOf } from '../../../services/meetings/panel/open';
import { papersAmong, readingsAmong, sharePapers, type SharedPapers } from '../../../services/meetings/panel/papers';
import { type PanelReader, readPanelReaders } from '../../../services/meetings/panel/readers';
import { namesOfActors } from '../../../services/staff/actors';
import { actorOf, type Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { view } from '../../app/view';
import { actorWords } from '../../content/actors';
import { dayText, momentText } from '../../content/dates';
import { wordsOfDocument } from '../../documents/model';
import { type Asked, askedOf, dayOf, type FormError, type Question } from '../../parts/form';
import { type Press, pressOf } from '../../parts/press';
import { paths } from '../../paths';
import { headerOf, type PersonHeader } from '../../person/header';
import { one, several, type Typed, typedDay } from '../../record/fields';
import { aroundMeeting, type AtMeeting, meetingAt, openMeetingAt } from '../around';

interface PapersModel {
  readonly person: PersonHeader;
  readonly title: string;
  /** Why the panel sees none of them though they are shared, and where that is put right; null: it sees them. */
  readonly shut: { readonly said: string; readonly href: string | null } | null;
  /** What is shared, by whom and since when; null: nothing is. */
  readonly shared: { readonly said: string; readonly documents: readonly string[] } | null;
  readonly readers: readonly { readonly name: string; readonly opened: string; readonly copies: string }[];
  /** That the papers were sent, in one press; null: it is recorded, or nothing is shared, or the reader may not. */
  readonly sent: Press | null;
  /** Where the panel is told that they are open; null: nothing is, or to nobody. */
  readonly tell: string | null;
  /** Null: the reader may not share, or there is no document. */
  readonly form: {
    readonly action: string;
    readonly since: string;
    readonly asked: readonly Asked[];
    readonly press: string;
  } | null;
  readonly add: string | null;
  readonly errors: readonly FormError[];
  readonly moved: boolean;
  readonly back: string;
}
const papersView = view<PapersModel>('meetings/papers/papers.njk');

const ofMeeting = z.object({ registerId: z.string(), meeting: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** A review, with what was filled in about its person. */
interface AtReview extends AtMeeting {
  readonly forms: readonly WrittenForm[];
  readonly documents: readonly PersonDocument[];
  readonly readers: readonly PanelReader[];
  readonly shared: SharedPapers | null;
}

/** Throws the problem of an address that leads nowhere, where the meeting is no review. */
async function atReview(context: WebContext, at: AtMeeting): Promise<AtReview> {
  const { standing, meeting } = at;
  if (!isCetr(meeting.kind)) throw new PageProblem('not-found');
  const of = { registerId: standing.registerId, pathway: standing.pathway, meeting: meeting.id };
  const [forms, documents, readers] = await Promise.all([
    readForms(context.pool, of.registerId),
    readDocuments(context.pool, of.registerId),
    readPanelReaders(context.pool, standing, meeting.id, context.clock()),
  ]);
  return { ...at, forms, readers, documents: documents.filter(({ removed }) => removed === null), shared: papersAmong(forms, of) };
}

const questionsOf = ({ documents, meeting }: AtReview): readonly Question[] => [
  {
    ...{ as: 'ticks', name: 'documents', label: 'Which documents may the panel read?' },
    hint: 'Only what it needs for this review',
    choices: documents.map((document) => ({ value: document.id, text: wordsOfDocument(document) })),
  },
  {
    ...{ as: 'day', name: 'until', label: 'Until the end of which day?' },
    hint: `At most ${MOST_PAPERS_AFTER_DAYS} days after the review: ${dayText(lastDayOf(meeting.on))}`,
  },
];

const typedFirst = ({ shared, meeting }: AtReview, today: PlainDate): Typed => ({
  documents: shared?.documents ?? [],
  ...typedDay('until', shared?.until ?? laterOf(today, addDays(meeting.on, PAPERS_AFTER_DAYS))),
});

/** Why the panel sees nothing of what is shared, or will not on the day of the review; null: it does. */
function shutOf({ standing, meeting, shared }: AtReview, today: PlainDate, mayRecord: boolean): PapersModel['shut'] {
  const { registerId, snapshot } = standing;
  const { as } = papersOf(standing, meeting.id, shared, today);
  if (as === 'shut') {
    const consents = snapshot.ended === null && meeting.status !== 'cancelled';
    return {
      said: consents
        ? 'They stay shut: no consent to sharing papers stands that covers this review. The panel sees no name of any of them.'
        : 'They are shut: the review is called off, or this time on the pathway is over.',
      href: mayRecord && consents ? paths.recordEvent({ registerId, type: 'consent-given' }) : null,
    };
  }
  const isTooShort = shared !== null && shared.documents.length > 0 && meeting.status === 'scheduled' && shared.until < meeting.on;
  return isTooShort ? { said: 'Their last day lies before the review: choose a later one.', href: null } : null;
}

/** Who of the panel has an account, and what each did. */
function readersOf(
  { standing, meeting, forms, readers, documents }: AtReview,
  names: ReadonlyMap<string, string>,
  today: PlainDate,
): PapersModel['readers'] {
  const of = { registerId: standing.registerId, pathway: standing.pathway, meeting: meeting.id };
  const readings = readingsAmong(forms, of);
  const title = (id: string): string => {
    const found = documents.find((one) => one.id === id);
    return found ? wordsOfDocument(found) : 'a document that was taken away since';
  };
  const others = [...readings.keys()].filter((id) => !readers.some((reader) => reader.id === id));
  const all = [...readers, ...others.map((id) => ({ id, name: `${actorWords(`staff:${id}`, names)}, who is not of the panel any more` }))];
  return all.map(({ id, name }) => {
    const reading = readings.get(id);
    const opened = reading?.opened ?? [];
    return {
      name,
      opened: opened.length === 0 ? 'Nothing yet' : opened.map(title).join('; '),
      copies:
        reading === undefined || opened.length === 0
          ? ''
          : reading.deleted
            ? `Keeps no copy, they said ${momentText(reading.at, today)}`
            : 'Has not said yet that they keep no copy',
    };
  });
}

interface Written {
  readonly typed?: Typed;
  readonly errors?: readonly FormError[];
  readonly moved?: boolean;
}

async function papersPage(
  context: WebContext,
  at: AtReview,
  { permissions }: Viewer,
  { typed, errors = [], moved = false }: Written = {},
): Promise<PageAnswer> {
  const { standing, meeting, shared, documents } = at;
  const { registerId } = standing;
  const today = londonDate(context.clock());
  const of = { registerId, pathway: standing.pathway, meeting: meeting.id };
  const readingBy = [...readingsAmong(at.forms, of).keys()].map((id) => `staff:${id}`);
  const names = await namesOfActors(context.pool, [...(shared === null ? [] : [shared.by]), ...readingBy]);
  const open = papersOf(standing, meeting.id, shared, today);
  const isShared = shared !== null && shared.documents.length > 0;
  const owed = [...standing.snapshot.deadlines.values()].find(
    ({ kind, subject, owed: isOwed }) => kind === 'panel-papers' && subject === meeting.id && isOwed,
  );
  const shut = shutOf(at, today, permissions.has('events:write'));
  const mayShare = permissions.has('people:write') && meeting.status !== 'cancelled' && lastDayOf(meeting.on) >= today;
  const model: PapersModel = {
    person: headerOf(standing, today),
    title: 'Papers for the panel',
    ...{ shut, errors, moved },
    shared: isShared
      ? {
          said: `${open.as === 'ended' ? 'Were open until the end of' : 'Open until the end of'} ${dayText('until' in open ? open.until : shared.until)}. Shared by ${actorWords(shared.by, names)}, ${momentText(shared.at, today)}`,
          documents: shared.documents.flatMap((id) => documents.filter((one) => one.id === id).map(wordsOfDocument)),
        }
      : null,
    readers: readersOf(at, names, today),
    sent: owed && open.as === 'open' && permissions.has('events:write') ? pressOf(registerId, owed.id, 'person') : null,
    tell:
      open.as === 'open' && at.readers.length > 0 && mayShare && permissions.has('events:write')
        ? paths.meetingPapersTell({ registerId, meeting: meeting.id })
        : null,
    form:
      mayShare && documents.length > 0
        ? {
            action: paths.meetingPapers({ registerId, meeting: meeting.id }),
            since: String(shared?.version ?? 0),
            asked: questionsOf(at).map((question) => askedOf(question, typed ?? typedFirst(at, today), errors)),
            press: isShared ? 'Change what is shared' : 'Share with the panel',
          }
        : null,
    add: mayShare ? paths.documentAdd({ registerId }) : null,
    back: paths.meeting({ registerId, meeting: meeting.id }),
  };
  const title = errors.length > 0 ? `Error: ${model.title}` : model.title;
  const status = errors.length > 0 ? { status: 400 } : moved ? { status: 409 } : {};
  return shows(papersView, model, aroundMeeting(context, at, title), { wordsOf: [registerId], ...status });
}

/** Reads what was ticked, and until when. */
function readShare(
  typed: Typed,
  { documents, meeting }: AtReview,
  today: PlainDate,
): { readonly documents: string[]; readonly until: PlainDate } | readonly FormError[] {
  const errors: FormError[] = [];
  const chosen = several(typed, 'documents');
  const there = documents.map(({ id }) => id).filter((id) => chosen.includes(id));
  if (there.length < chosen.length)
    errors.push({ field: 'documents', message: 'One of them was taken away meanwhile. Look at what is ticked, and press again' });
  const until = dayOf(typed, 'until', errors);
  if (until === null && errors.length === 0) errors.push({ field: 'until-day', message: 'Say until which day the panel may read them' });
  if (until !== null && there.length > 0 && until < today) errors.push({ field: 'until-day', message: 'The last day is today or later' });
  if (until !== null && until > lastDayOf(meeting.on))
    errors.push({ field: 'until-day', message: `The last day is ${dayText(lastDayOf(meeting.on))} at the latest` });
  return errors.length > 0 || until === null ? errors : { documents: there, until };
}

/** What the panel of a review may read, who of it opened what, and who says that they keep no copy. */
export const papersPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.meetingPapers,
    permission: 'history:read',
    audit: 'panel-papers-shown',
    params: ofMeeting,
    query: z.object({}),
    answer: async ({ params: { registerId, meeting }, viewer }, context) =>
      papersPage(context, await atReview(context, await meetingAt(context, registerId, meeting)), viewer),
  }),
  page({
    method: 'post',
    path: paths.meetingPapers,
    permission: 'people:write',
    audit: 'panel-papers-shared',
    params: ofMeeting,
    query: z.object({}),
    form: posted,
    answer: async ({ params: { registerId, meeting }, form, viewer }, context) => {
      const { pool, seals, clock } = context;
      const at = await atReview(context, await openMeetingAt(context, registerId, meeting));
      const read = readShare(form, at, londonDate(clock()));
      if (!('until' in read)) return papersPage(context, at, viewer, { typed: form, errors: read });
      const since = Number(/^\d{1,7}$/.exec(one(form, 'since'))?.[0] ?? 0);
      const of = { registerId, pathway: at.standing.pathway, meeting };
      const shared = await sharePapers({ pool, seals, clock }, of, read, since, actorOf(viewer));
      if (shared === 'unknown') throw new PageProblem('moved');
      if (shared === 'changed') return papersPage(context, await atReview(context, at), viewer, { typed: form, moved: true });
      return { redirect: paths.meetingPapers({ registerId, meeting }) };
    },
  }),
];
