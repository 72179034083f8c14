import type { Instant } from '../../domain/calendar/dates';
import { type Message, message1, message2, type MessageAbout } from '../../domain/forms/meetings';
import type { NoticeName } from '../../domain/notices/catalogue';
import type { Audience } from '../../domain/pathway/types';
import { type Client, db, firstOf, prepared, type Statement } from '../tables/query';
import type { QueuedNotice } from './notice-rows';
import { channelOf, type Recipient } from './recipients';
import { writeNotice } from './write-notice';

/** What is written by hand about a person, by what it is about. */
const TEMPLATES: Readonly<Record<MessageAbout, NoticeName>> = {
  action: 'action-asked',
  progress: 'progress-told',
  notes: 'notes-sent',
  papers: 'papers-shared',
  directive: 'attendance-directed',
};

/** The form that keeps a message: of which pathway, and which. */
export const messageFormId = (pathway: number, message: string): string => `message/${pathway}/${message}`;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** The action that a notice by hand names; null: it names none. */
export const namedAction = ({ params }: Pick<QueuedNotice, 'params'>): string | null => textOf(params['action']);
/** The link by which its reader answers; null: there is none. */
export const linkOf = ({ params }: Pick<QueuedNotice, 'params'>): string | null => textOf(params['link']);

const written = prepared('message-of-notice', (registerId: string, id: string) =>
  db
    .selectFrom('written_form')
    .select(['edition', 'answers'])
    .where('register_id', '=', registerId)
    .where('id', '=', id)
    .where('version', '=', 1),
);

/** What was written by hand of which a notice is; null: it is of none. Throws where the database is away. */
export async function readMessage(database: Client, { registerId, pathway, params }: QueuedNotice): Promise<Message | null> {
  const id = textOf(params['message']);
  if (registerId === null || pathway === null || id === null) return null;
  const row = await firstOf(database, written(registerId, messageFormId(pathway, id)));
  return row && (row.edition === 1 ? message1 : message2).parse(row.answers);
}

/** A message by hand, to one of those whom it is for. */
export interface ToOne {
  readonly registerId: string;
  readonly pathway: number;
  /** Made when it was first shown, so that pressing twice sends it once. */
  readonly id: string;
  readonly message: Message;
  readonly recipient: Recipient;
  readonly audience: Audience;
  /** By which they answer; null: not by a link. */
  readonly link: string | null;
  readonly at: Instant;
}

/** The notice that it becomes, as sending reads it. */
export function noticeOf({ registerId, pathway, id, message, recipient, audience, link, at }: ToOne): QueuedNotice {
  const template = TEMPLATES[message.about];
  const { action, meeting } = message;
  return {
    key: [registerId, pathway, `message+${id}`, template, 'once', audience, recipient.reference].join('/'),
    ...{ registerId, pathway, template, audience, recipient: recipient.reference, channel: channelOf(recipient) },
    ...{ deadline: null, eventId: null, reason: null, releasedFrom: null },
    // A directive stands and falls with its review; of another message the meeting only says what it is about.
    meeting: message.about === 'directive' ? (meeting ?? null) : null,
    params: {
      message: id,
      ...(action === undefined ? {} : { action }),
      ...(meeting === undefined ? {} : { of: meeting }),
      ...(link === null ? {} : { link }),
    },
    ...{ plannedAt: at, attempts: 0, lease: 0, messageId: '' },
  };
}

/** The statement that sends a message to one of those whom it is for; the same again writes nothing. */
export function toWriteMessage(one: ToOne): Statement<unknown> {
  const { registerId, params, plannedAt, channel, ...notice } = noticeOf(one);
  const at = new Date(plannedAt);
  return writeNotice({
    ...{ key: notice.key, register_id: registerId, pathway: notice.pathway, template: notice.template, audience: notice.audience },
    meeting: notice.meeting,
    ...{
      recipient: notice.recipient,
      recipient_name: one.recipient.name,
      channel,
      params: JSON.stringify(params),
      planned_at: at,
      not_before: at,
    },
  });
}
