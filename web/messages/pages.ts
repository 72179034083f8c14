import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Instant, londonDate } from '../../domain/calendar/dates';
import { message2, MOST_OF_NAME, MOST_OF_REMARK, MOST_RECIPIENTS } from '../../domain/forms/meetings';
import { isSameName } from '../../domain/meetings/who-is-missing';
import { isFamily, type Recipients } from '../../domain/notices/recipients';
import { isUuid } from '../../domain/pathway/events';
import { everyoneFor, lookAtMessage, sendMessage, type Draft } from '../../services/meetings/messages';
import { readLinks, revokeLink } from '../../services/meetings/actions/links';
import { recipientByReference } from '../../services/notices/recipients';
import type { Standing } from '../../services/pathway/standing';
import { coreContext } from '../../services/rules/policies';
import { actorOf } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { dayText, momentText } from '../content/dates';
import { type Asked, askedOf, type FormError, type Question } from '../parts/form';
import { type Path, paths } from '../paths';
import { headerOf, type PersonHeader } from '../person/header';
import { standingOf } from '../person/standing';
import { one, several, type Typed } from '../record/fields';
import { isAnySent, type LookModel, looksOf } from './look';
import { directingAttendance } from './directive';
import { askingOwner, choicesFrom, isChoice, sendingNotes, tellingPanel, tellingProgress, type Writing } from './writing';

interface MessageModel {
  readonly person: PersonHeader;
  readonly title: string;
  readonly intro: readonly string[];
  readonly cautions: readonly string[];
  readonly errors: readonly FormError[];
  readonly moved: boolean;
  readonly sent: string | null;
  /** Null: there is nobody to write to. */
  readonly form: {
    readonly action: string;
    readonly message: string;
    readonly asked: readonly Asked[];
    /** Of what was looked at; null: nothing would go. */
    readonly mark: string | null;
    readonly press: string;
    readonly cancel: string;
  } | null;
  readonly looks: readonly LookModel[];
  readonly links: readonly { readonly to: string; readonly said: string; readonly made: string; readonly back: string | null }[];
}

const messageView = view<MessageModel>('messages/message.njk');
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const ofPerson = z.object({ registerId: z.string() });
const ofAction = ofPerson.extend({ action: z.string() });
const ofMeeting = ofPerson.extend({ meeting: z.string() });
const shown = z.object({ sent: z.string().optional() });

const everyoneIn =
  ({ pool, clock }: WebContext) =>
  (standing: Standing): Promise<Recipients> =>
    everyoneFor(pool, standing, clock());

const depsOf = ({ pool, clock, seals, formAt }: WebContext) => ({ pool, seals, core: coreContext(), now: clock, formAt });

const questionsFor = ({ chooses, signs }: Writing, everyone: Recipients): readonly Question[] => [
  ...(chooses ? [{ as: 'ticks' as const, name: 'to', label: 'To whom?', choices: choicesFrom(everyone, chooses) }] : []),
  ...(signs ? SIGNED : []),
  { as: 'words', name: 'words', label: 'Words of your own (optional)', hint: 'It is mail: name nobody in it' },
];

/** Who gives a directive is typed by whoever sends it for them. */
const SIGNED: readonly Question[] = [
  { as: 'line', name: 'director', label: 'Which director gives it?', hint: 'Their name, as it stands under the letter' },
  { as: 'line', name: 'role', label: 'Their role', hint: 'For example: director of nursing' },
];
/** What is said where a part of the signature is not as it must be. */
const UNSIGNED: Readonly<Record<'name' | 'role', FormError>> = {
  name: { field: 'director', message: `Write the name of the director, in one line of at most ${MOST_OF_NAME} characters` },
  role: { field: 'role', message: `Write the role of the director, in one line of at most ${MOST_OF_NAME} characters` },
};

/** A signature that would tell who the person is, or who is around them. */
const isOfTheRecord = ({ name, contacts }: Standing, signed: string): boolean =>
  [name ?? '', ...contacts.filter(({ role }) => isFamily(role)).map((contact) => contact.name)].some((one) => isSameName(one, signed));
const OF_THE_RECORD = 'This is the name of the person, or of somebody around them, whom no letter names: write the name of the director';

interface Written {
  readonly id: string;
  readonly typed: Typed;
  readonly errors?: readonly FormError[];
  readonly looks?: readonly LookModel[];
  readonly mark?: string | null;
  readonly moved?: boolean;
  readonly sent?: string | null;
}

async function linksOf({ pool, clock }: WebContext, { standing, action }: Writing, everyone: Recipients): Promise<MessageModel['links']> {
  if (action === null) return [];
  const { registerId, pathway } = standing;
  const now = clock();
  const today = londonDate(now);
  return (await readLinks(pool, registerId, pathway))
    .filter((link) => link.action === action.id)
    .map(({ id, recipient, madeAt, endsAt, openedAt, revokedAt }) => ({
      to: recipientByReference(recipient, everyone)?.name ?? 'Somebody who is not recorded any more',
      made: momentText(madeAt, today),
      said: [
        `Made ${momentText(madeAt, today)}`,
        openedAt === null ? 'not opened yet' : `opened ${momentText(openedAt, today)}`,
        revokedAt !== null
          ? `taken back ${momentText(revokedAt, today)}`
          : endsAt < now
            ? 'has ended'
            : `leads there until ${dayText(londonDate(endsAt))}`,
      ].join(', '),
      back: revokedAt === null && endsAt >= now ? paths.actionLinkBack({ registerId, action: action.id, link: id }) : null,
    }));
}

async function messagePage(
  context: WebContext,
  writing: Writing,
  everyone: Recipients,
  { id, typed, errors = [], looks = [], mark = null, moved = false, sent = null }: Written,
): Promise<PageAnswer> {
  const { standing, title, intro, chooses, first, press, at, back } = writing;
  const { registerId } = standing;
  const nobody = !chooses && first.length === 0;
  const noAddress = !chooses && first.some((reference) => recipientByReference(reference, everyone)?.address === null);
  const model: MessageModel = {
    person: headerOf(standing, londonDate(context.clock())),
    ...{ title, intro, errors, moved, sent },
    cautions: [
      ...(nobody ? ['Nobody is named who is to do it. Agree on it anew, with somebody who is recorded with the person.'] : []),
      ...(noAddress ? ['No address is recorded for whoever is to do it. Put one on record under Needs and people first.'] : []),
    ],
    form:
      nobody || sent !== null
        ? null
        : {
            ...{ action: at, message: id, press, cancel: back.href },
            asked: questionsFor(writing, everyone).map((question) => askedOf(question, typed, errors)),
            mark: isAnySent(looks) ? mark : null,
          },
    looks,
    links: await linksOf(context, writing, everyone),
  };
  return shows(
    messageView,
    model,
    { title: errors.length > 0 ? `Error: ${title}` : title, registerId, section: 'register', back },
    { wordsOf: [registerId], ...(errors.length > 0 ? { status: 400 } : moved ? { status: 409 } : {}) },
  );
}

const typedFirst = ({ first }: Writing): Typed => ({ to: first, words: '' });

/** What was typed, as a message; or what is wrong with it. */
function readDraft(
  writing: Writing,
  typed: Typed,
  id: string,
  everyone: Recipients,
): { readonly draft: Draft } | { readonly errors: readonly FormError[] } {
  const { standing, about, action, meeting, parts, chooses, signs, first, due } = writing;
  const to = chooses ? several(typed, 'to').filter((reference) => isChoice(reference, everyone, chooses)) : first;
  const words = one(typed, 'words').replaceAll('\r\n', '\n').trim();
  if (to.length === 0) return { errors: [{ field: 'to', message: 'Choose to whom it goes' }] };
  if (to.length > MOST_RECIPIENTS) return { errors: [{ field: 'to', message: `Choose at most ${MOST_RECIPIENTS}` }] };
  if (words.length > MOST_OF_REMARK) return { errors: [{ field: 'words', message: 'Write at most 4,000 characters' }] };
  const read = message2.safeParse({
    about,
    ...(action === null ? {} : { action: action.id }),
    ...(meeting === null ? {} : { meeting }),
    ...(words === '' ? {} : { words }),
    ...(signs ? { signed: { name: one(typed, 'director'), role: one(typed, 'role') } } : {}),
    to,
    parts,
  });
  if (read.error?.issues.some(({ path: [field] }) => field === 'parts'))
    return { errors: [{ field: 'to', message: 'It is too long for a mail. Print it, or give them the file.' }] };
  const isUnsigned = (part: 'name' | 'role'): boolean =>
    read.error?.issues.some(({ path: [field, at] }) => field === 'signed' && at === part) === true;
  const unsigned = (['name', 'role'] as const).filter(isUnsigned).map((part) => UNSIGNED[part]);
  if (unsigned.length > 0) return { errors: unsigned };
  if (signs && isOfTheRecord(standing, one(typed, 'director'))) return { errors: [{ field: 'director', message: OF_THE_RECORD }] };
  if (!read.success) return { errors: [{ field: 'words', message: 'There is a character in it that cannot be kept: type it once more' }] };
  return { draft: { standing, id, message: read.data, due } };
}

/** A page is opened: what goes to the one whom it is for anyway is shown at once. */
async function opened(context: WebContext, writing: Writing, sent: string | undefined): Promise<PageAnswer> {
  const everyone = await everyoneIn(context)(writing.standing);
  const id = randomUUID();
  const typed = typedFirst(writing);
  const said = sent === undefined ? null : 'It is on its way. It is checked once more at the moment of sending.';
  if (writing.chooses || writing.first.length === 0 || said !== null)
    return messagePage(context, writing, everyone, { id, typed, sent: said });
  return looked(context, writing, everyone, typed, id);
}

async function looked(
  context: WebContext,
  writing: Writing,
  everyone: Recipients,
  typed: Typed,
  id: string,
  moved = false,
): Promise<PageAnswer> {
  const read = readDraft(writing, typed, id, everyone);
  if ('errors' in read) return messagePage(context, writing, everyone, { id, typed, errors: read.errors });
  const { looks, mark } = await lookAtMessage(depsOf(context), read.draft);
  return messagePage(context, writing, everyone, { id, typed, looks: looksOf(looks), mark, moved });
}

async function pressed(context: WebContext, writing: Writing, typed: Typed, source: string): Promise<PageAnswer> {
  const everyone = await everyoneIn(context)(writing.standing);
  const given = one(typed, 'message');
  const id = isUuid(given) ? given : randomUUID();
  if (one(typed, 'go') !== 'send') return looked(context, writing, everyone, typed, id);
  const read = readDraft(writing, typed, id, everyone);
  if ('errors' in read) return messagePage(context, writing, everyone, { id, typed, errors: read.errors });
  const sent = await sendMessage(depsOf(context), read.draft, one(typed, 'mark'), source);
  if (sent === 'nobody') throw new PageProblem('moved');
  // Under an id of its own: what went before went.
  if (sent === 'changed') return looked(context, writing, everyone, typed, randomUUID(), true);
  return { redirect: `${writing.at}?sent=yes` };
}

const now = (context: WebContext): Instant => context.clock();

/** A page on which somebody writes, and its press. */
function writingPages<P extends z.ZodType>(
  path: Path,
  params: P,
  writing: (context: WebContext, params: z.output<P>) => Promise<Writing>,
): readonly Page[] {
  return [
    page({
      ...{ method: 'get', path, permission: 'events:write', audit: 'message-shown', params, query: shown },
      answer: async ({ params: at, query }, context) => opened(context, await writing(context, at), query.sent),
    }),
    page({
      ...{ method: 'post', path, permission: 'events:write', audit: 'message-sent', params, query: z.object({}), form: posted },
      answer: async ({ params: at, form, viewer }, context) => pressed(context, await writing(context, at), form, actorOf(viewer)),
    }),
  ];
}

/** Writing to others about a person: what goes, and to whom, is shown before anything is sent. */
export const messagePages: readonly Page[] = [
  ...writingPages(paths.actionAsk, ofAction, (context, { registerId, action }) =>
    askingOwner(context, registerId, action, everyoneIn(context)),
  ),
  ...writingPages(paths.progress, ofPerson, (context, { registerId }) => tellingProgress(context, registerId)),
  ...writingPages(paths.meetingSend, ofMeeting, (context, { registerId, meeting }) =>
    sendingNotes(context, registerId, meeting, everyoneIn(context)),
  ),
  ...writingPages(paths.meetingDirective, ofMeeting, (context, { registerId, meeting }) =>
    directingAttendance(context, registerId, meeting, everyoneIn(context)),
  ),
  ...writingPages(paths.meetingPapersTell, ofMeeting, async (context, { registerId, meeting }) => {
    const standing = await standingOf(context, registerId);
    return tellingPanel(context, standing, meeting, await everyoneIn(context)(standing));
  }),
  page({
    method: 'post',
    path: paths.actionLinkBack,
    permission: 'events:write',
    audit: 'action-link-taken-back',
    params: ofAction.extend({ link: z.string() }),
    query: z.object({}),
    form: z.object({}),
    answer: async ({ params: { registerId, action, link }, viewer }, context) => {
      if (isUuid(link)) await revokeLink(context.pool, { id: link, registerId }, actorOf(viewer), now(context));
      return { redirect: paths.actionAsk({ registerId, action }) };
    },
  }),
];
