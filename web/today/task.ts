import type { Permission } from '../../domain/access/permissions';
import { isPlainDate, type PlainDate } from '../../domain/calendar/dates';
import type { WaitingTask } from '../../services/today/waiting-tasks';
import { LAEP_TASK, LOOK_BACK, NOT_DONE, ON_AGAIN, OUT_OF_PLACE, PLACE_GONE } from '../../services/tasks/tasks';
import { HANDED_OVER } from '../../services/people/hand-over';
import { correctedTypes, dueAnswer, lateAnswer } from '../content/corrections';
import { CONFIRM, NOT_RIGHT, OWN_CORRECTION, taskWords } from '../content/tasks';
import { paths } from '../paths';

/** Who reads the page: what they may do, and how logs name them. */
export interface Reader {
  readonly permissions: ReadonlySet<Permission>;
  readonly actor: string;
}

/** Where a piece of work is done. */
export interface TaskAct {
  readonly words: string;
  readonly href: string;
}

export interface TaskText {
  readonly what: string;
  readonly todo: string;
  /** How late it is, where it was to be done by a day that has passed. */
  readonly late: string | null;
  readonly due: string | null;
}

const isOfCorrection = ({ kind }: WaitingTask): boolean => kind === CONFIRM || kind === NOT_RIGHT;

/** Whether a reader brought a piece of work about that is another's to do. */
const isOwn = ({ kind, params }: WaitingTask, { actor }: Reader): boolean => kind === CONFIRM && params['by'] === actor;

/** A piece of work in words: of a correction what was corrected is said, and until when it is to be confirmed. */
export function taskText(task: WaitingTask, reader: Reader, today: PlainDate): TaskText {
  const { types, due } = task.params;
  const { what, todo } = isOwn(task, reader) ? OWN_CORRECTION : taskWords(task.kind);
  const of = isOfCorrection(task) && typeof types === 'string' ? ` of ${correctedTypes(types.split(', '))}` : '';
  const day = typeof due === 'string' && isPlainDate(due) ? due : null;
  return {
    what: what.replace(' correction', ` correction${of}`),
    todo,
    late: day && lateAnswer(day, today),
    due: day && `${day < today ? 'It' : 'To be done'} ${dueAnswer(day, today)}`,
  };
}

/** The page on which a piece of work is done; null: there is none that the reader may open. */
export function taskAct(task: WaitingTask, reader: Reader): TaskAct | null {
  const { kind, params, notice, person } = task;
  const { permissions } = reader;
  const event = params['event'];
  if (isOfCorrection(task) && typeof event === 'string' && person && permissions.has('events:write')) {
    const words = kind === NOT_RIGHT ? 'Put it right' : isOwn(task, reader) ? 'See it' : 'Look at it';
    return { words, href: paths.correction({ registerId: person.registerId, event }) };
  }
  if (kind === 'event-refused' && typeof event === 'string' && permissions.has('events:resolve'))
    return { words: 'Sort out', href: paths.sortOutOne({ event }) };
  if (kind === HANDED_OVER && person && permissions.has('people:write'))
    return { words: 'Look at it', href: paths.handedOver({ registerId: person.registerId }) };
  const { deadline } = params;
  if ((kind === 'no-place' || kind === 'not-arranged') && person && typeof deadline === 'string' && permissions.has('events:write'))
    return { words: 'Book a meeting', href: paths.recordEvent({ registerId: person.registerId, type: 'meeting-scheduled' }, { deadline }) };
  const { meeting } = params;
  if (
    [LAEP_TASK, ON_AGAIN, OUT_OF_PLACE, PLACE_GONE].includes(kind) &&
    person &&
    typeof meeting === 'string' &&
    permissions.has('history:read')
  )
    return { words: 'Open the meeting', href: paths.meeting({ registerId: person.registerId, meeting }) };
  if (kind === LOOK_BACK && person && permissions.has('events:write'))
    return { words: 'Book it', href: paths.recordEvent({ registerId: person.registerId, type: 'meeting-scheduled' }, { kind: 'rca' }) };
  if (kind === NOT_DONE && person && permissions.has('history:read'))
    return { words: 'See the actions', href: paths.actions({ registerId: person.registerId }) };
  const { review } = params;
  if (kind === 'register-review' && typeof review === 'string' && permissions.has('history:read'))
    return { words: 'Open the pack', href: paths.registerReview({ review }) };
  const { reference } = params;
  if ((kind === 'referral-held' || kind === 'help-asked') && typeof reference === 'string' && permissions.has('people:find'))
    return { words: 'Look at it', href: paths.referral({ reference }) };
  if (kind.startsWith('restrict') && permissions.has('restrictions:write'))
    return person !== null && kind === 'restriction-ended'
      ? { words: 'See what was said', href: paths.restriction({ registerId: person.registerId }) }
      : { words: 'Look at it', href: paths.restricted() };
  if (notice !== null && permissions.has('notices:read'))
    return { words: kind === 'notice-failed' ? 'See what failed' : 'See the message', href: paths.notice({ notice }) };
  return null;
}
