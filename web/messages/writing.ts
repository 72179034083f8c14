import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Message, MessageAbout } from '../../domain/forms/meetings';
import type { SheetSection } from '../../domain/forms/sheets/sheet';
import { isAudience } from '../../domain/notices/catalogue';
import { isCetr } from '../../domain/pathway/events';
import { isProfessional, type Recipients } from '../../domain/notices/recipients';
import { readForms } from '../../services/forms/written-forms';
import { type ActionInWords, readActionsInWords } from '../../services/meetings/actions/in-words';
import { notesAmong, notesOf } from '../../services/meetings/notes';
import { papersOf } from '../../services/meetings/panel/open';
import { readPapers } from '../../services/meetings/panel/papers';
import { readPanelReaders } from '../../services/meetings/panel/readers';
import { recipientByReference, recipientsOf } from '../../services/notices/recipients';
import type { Standing } from '../../services/pathway/standing';
import type { WebContext } from '../app/context';
import { PageProblem } from '../app/page-problem';
import { CONTACT_ROLE_WORDS } from '../content/contacts';
import { dayText } from '../content/dates';
import { answersOf, type SheetAnswer } from '../forms/answers';
import { meetingHeading, withoutWent } from '../meetings/model';
import { NOT_IN_REPORT } from '../meetings/words';
import { standingOf } from '../person/standing';
import { paths } from '../paths';

/** What somebody is about to write, before they have said to whom. */
export interface Writing {
  readonly standing: Standing;
  readonly about: MessageAbout;
  readonly title: string;
  readonly intro: readonly string[];
  readonly action: ActionInWords | null;
  readonly meeting: string | null;
  readonly parts: Message['parts'];
  /** To whom it goes unless somebody chooses others. */
  readonly first: readonly string[];
  /** Of whom others than those can be chosen; null: nobody. */
  readonly chooses: 'anybody' | 'professionals' | null;
  /** Of a directive: it is signed with the director who gives it. */
  readonly signs?: true;
  readonly press: string;
  readonly at: string;
  readonly back: { readonly href: string; readonly text: string };
  readonly due: PlainDate | null;
}

const STANDS: Readonly<Record<ActionInWords['status'], string>> = {
  open: 'to be done',
  blocked: 'cannot be done as it was agreed; another way is to be agreed',
  done: 'done',
  replaced: 'something else is done in its place',
};

/** An action as whoever is told of progress reads it. */
function actionPart({ what, due, status, settledOn, evidence, otherwise }: ActionInWords): Message['parts'][number] {
  const by = due === null ? '' : `, by ${dayText(due)}`;
  const settled = settledOn === null ? '' : ` on ${dayText(settledOn)}`;
  const lines = [
    `It is ${STANDS[status]}${status === 'open' ? by : settled}.`,
    ...(evidence === null ? [] : [`What shows it: ${evidence}`]),
    ...(status === 'blocked' && otherwise !== null ? [`Instead: ${otherwise}`] : []),
  ];
  return { title: (what ?? 'Something that was agreed').split('\n')[0]?.slice(0, 500) ?? '', text: lines.join('\n') };
}

/** How somebody is named whom an action is for: a contact, a member of staff or an office of the contact book. */
function referenceOf(owner: string, { contacts, staff, book, absent = [] }: Recipients): string | null {
  if (contacts.some(({ id }) => id === owner)) return `contact:${owner}`;
  if ([...staff, ...absent].some(({ id }) => id === owner)) return `staff:${owner}`;
  return book.some(({ id }) => id === owner) ? `book:${owner}` : null;
}

/** Writing to the owner of an action. Throws the problem of an address that leads nowhere. */
export async function askingOwner(
  context: WebContext,
  registerId: string,
  id: string,
  everyone: (standing: Standing) => Promise<Recipients>,
): Promise<Writing> {
  const standing = await standingOf(context, registerId);
  const action = (await readActionsInWords(context.pool, standing)).find((one) => one.id === id);
  if (!action || (action.status !== 'open' && action.status !== 'blocked')) throw new PageProblem('not-found');
  const { owner, what, due } = action;
  const to = owner === null ? null : referenceOf(owner, await everyone(standing));
  return {
    ...{ standing, about: 'action', action, meeting: null, parts: [], due, chooses: null, press: 'Send it' },
    title: 'Ask how an action stands',
    intro: [
      `“${what ?? 'What it is was not written down'}”${due === null ? '' : `, by ${dayText(due)}`}.`,
      'Whoever has no account here gets an address by which they answer for this one action, and see nothing else.',
    ],
    first: to === null ? [] : [to],
    at: paths.actionAsk({ registerId, action: id }),
    back: { href: `${paths.actions({ registerId })}#action-${id}`, text: 'Actions' },
  };
}

/** Telling others how what was agreed goes on. */
export async function tellingProgress(context: WebContext, registerId: string): Promise<Writing> {
  const standing = await standingOf(context, registerId);
  const actions = await readActionsInWords(context.pool, standing);
  const told = actions.filter(({ status }) => status !== 'replaced');
  return {
    ...{ standing, about: 'progress', action: null, meeting: null, due: null, chooses: 'anybody', press: 'Send it' },
    title: 'Tell everybody how things go on',
    intro: ['Each of those whom you choose gets one message: your words, and how each action stands today. It names nobody.'],
    parts: told.map(actionPart),
    first: standing.contacts.filter(({ chosen, role }) => chosen || role === 'person').map(({ id }) => `contact:${id}`),
    at: paths.progress({ registerId }),
    back: { href: paths.actions({ registerId }), text: 'Actions' },
  };
}

/** An answer with its question, where a section asks more than one: “No” alone says nothing. */
const asked = ({ fields }: SheetSection, { label, lines: [first = '', ...more] }: SheetAnswer): readonly string[] =>
  fields.length > 1 ? [`${label}${label.endsWith('?') ? '' : ':'} ${first}`, ...more] : [first, ...more];

/** Those who are invited to a meeting, each by themself. */
export const invitedTo = ({ invited }: Pick<Standing['meetings'][number], 'invited'>, everyone: Recipients): readonly string[] =>
  invited.flatMap((one) =>
    isAudience(one)
      ? recipientsOf(one, everyone, invited).flatMap(({ reference }) => (reference === 'nobody' ? [] : [reference]))
      : [referenceOf(one, everyone) ?? ''].filter((reference) => reference !== ''),
  );

/** Sending what a meeting said. Throws the problem of an address that leads nowhere, where nothing was written down. */
export async function sendingNotes(
  context: WebContext,
  registerId: string,
  id: string,
  everyone: (standing: Standing) => Promise<Recipients>,
): Promise<Writing> {
  const { pool, clock } = context;
  const standing = await standingOf(context, registerId);
  const meeting = standing.meetings.find((one) => one.id === id);
  const sheet = meeting && notesOf(meeting.kind);
  if (!meeting || meeting.status === 'cancelled' || !sheet) throw new PageProblem('not-found');
  const [forms, actions, recipients] = await Promise.all([
    readForms(pool, registerId),
    readActionsInWords(pool, standing),
    everyone(standing),
  ]);
  const answers = notesAmong(forms, standing, id).versions.at(-1)?.answers ?? {};
  const told = sheet.sections.filter(({ code }) => !isCetr(meeting.kind) || !NOT_IN_REPORT.has(code));
  const notes = told.flatMap((section) => {
    const own = answers[section.code];
    const lines = own === undefined ? [] : answersOf(withoutWent(section), own).flatMap((one) => (one.isName ? [] : asked(section, one)));
    return lines.length === 0 ? [] : [{ title: section.title, text: lines.join('\n') }];
  });
  const agreed = actions.filter((one) => one.meeting === id && one.status !== 'replaced').map(actionPart);
  return {
    ...{ standing, about: 'notes', action: null, meeting: id, due: null, chooses: 'anybody', press: 'Send the notes' },
    title: 'Send the notes',
    intro: [
      `${meetingHeading(meeting, standing.bornOn, londonDate(clock()))}.`,
      'Each of those whom you choose gets what was said and agreed, by mail. It names nobody: where the person or the family is named in the notes, [name] stands.',
    ],
    parts: [...notes, ...agreed],
    first: invitedTo(meeting, recipients),
    at: paths.meetingSend({ registerId, meeting: id }),
    back: { href: paths.meeting({ registerId, meeting: id }), text: meetingHeading(meeting, standing.bornOn, londonDate(clock())) },
  };
}

/** Telling the panel of a review that its papers are open to them. Throws the problem of an address that leads nowhere, where none are, or nobody can be told. */
export async function tellingPanel({ pool, clock }: WebContext, standing: Standing, id: string, { staff }: Recipients): Promise<Writing> {
  const { registerId, pathway } = standing;
  const [shared, readers] = await Promise.all([
    readPapers(pool, { registerId, pathway, meeting: id }),
    readPanelReaders(pool, standing, id, clock()),
  ]);
  const papers = papersOf(standing, id, shared, londonDate(clock()));
  // Nothing goes to whoever is away.
  const first = readers.filter((reader) => staff.some((member) => member.id === reader.id));
  if (papers.as !== 'open' || first.length === 0) throw new PageProblem('not-found');
  return {
    ...{ standing, about: 'papers', action: null, meeting: id, due: null, chooses: null, press: 'Tell the panel' },
    title: 'Tell the panel that its papers are open',
    intro: ['Each of the panel who has an account is told by mail. No paper goes with it, and no name of one.'],
    parts: [{ title: 'Open until the end of', text: dayText(papers.until) }],
    first: first.map((reader) => `staff:${reader.id}`),
    at: paths.meetingPapersTell({ registerId, meeting: id }),
    back: { href: paths.meetingPapers({ registerId, meeting: id }), text: 'Papers for the panel' },
  };
}

/** Whether somebody can be chosen: nobody of the person's own, nor who only referred, is required at a review. */
export function isChoice(reference: string, everyone: Recipients, of: NonNullable<Writing['chooses']>): boolean {
  const recipient = recipientByReference(reference, everyone);
  return recipient !== undefined && (of === 'anybody' || recipient.contact === null || isProfessional(recipient.contact.role));
}

/** Those who can be chosen, by name, with what they are here. */
export function choicesFrom(
  everyone: Recipients,
  of: NonNullable<Writing['chooses']>,
): readonly { readonly value: string; readonly text: string; readonly name?: string; readonly hint?: string }[] {
  const references = [
    ...everyone.contacts.map(({ id }) => `contact:${id}`),
    ...everyone.staff.map(({ id }) => `staff:${id}`),
    ...everyone.book.map(({ id }) => `book:${id}`),
  ];
  return references.flatMap((value) => {
    const recipient = isChoice(value, everyone, of) ? recipientByReference(value, everyone) : undefined;
    if (!recipient) return [];
    const { name, contact, address } = recipient;
    const who = contact && name !== null ? { text: CONTACT_ROLE_WORDS[contact.role], name } : { text: name ?? value };
    return [{ value, ...who, ...(address === null ? { hint: 'No address is recorded' } : {}) }];
  });
}
