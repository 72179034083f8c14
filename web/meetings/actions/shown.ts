import { londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { MEETING_SHEETS } from '../../../domain/forms/sheets/sheets';
import type { MeetingKind } from '../../../domain/pathway/events';
import type { ActionInWords } from '../../../services/meetings/actions/in-words';
import { notesOf } from '../../../services/meetings/notes';
import type { Standing } from '../../../services/pathway/standing';
import { dayText } from '../../content/dates';
import { paths } from '../../paths';
import { CATEGORY_WORDS, namedParty } from '../words';

export interface Party {
  readonly text: string;
  readonly isName: boolean;
}

export interface ActionShown {
  readonly id: string;
  readonly what: string;
  readonly who: Party | null;
  readonly by: string;
  readonly late: boolean;
  /** How it stands: open, done on a day with what shows it, blocked, replaced. */
  readonly state: string;
  readonly otherwise: string | null;
  /** When whoever is to do it was last asked; null: they were not, or it is settled. */
  readonly asked: string | null;
  /** What they answered where it was not done; null: nothing, or it is settled. */
  readonly notDone: string | null;
  /** Of a recommendation: what it is about, who answers for it, and what they have answered. */
  readonly recommended: { readonly said: string; readonly response: string | null; readonly answer: string | null } | null;
  /** The section and the meeting that it came from. */
  readonly from: string | null;
  /** Where what came of it is recorded; empty: it is settled, or the reader may not. */
  readonly acts: readonly { readonly text: string; readonly href: string }[];
}

/** What every action of a page is shown beside. */
interface Beside {
  /** Of staff and of the contact book, by their ids. */
  readonly others: ReadonlyMap<string, string>;
  readonly today: PlainDate;
  readonly mayRecord: boolean;
}
/** The actions of one person, as their pathway stands. */
export interface ActionAround extends Beside {
  readonly standing: Standing;
  /** When the owner of an action was last asked how it stands, by its id. */
  readonly asked: ReadonlyMap<string, PlainDate>;
  /** Of an earlier time on the pathway, its number. */
  readonly time?: number | undefined;
}
/** One action, of whomever. */
export interface RowAround extends Beside {
  readonly registerId: string;
  readonly contacts: Standing['contacts'];
  /** At which it was agreed; null: at none. */
  readonly meeting: Pick<Standing['meetings'][number], 'kind' | 'on'> | null;
  /** The deadline that is owed for it; null: none. */
  readonly deadline: string | null;
  /** When its owner was last asked how it stands; null: they were not. */
  readonly asked: PlainDate | null;
}

/** The title of a section of the notes of a kind of meeting; of one that no edition has, null. */
const sectionTitle = (kind: MeetingKind, code: string | null): string | null =>
  MEETING_SHEETS.flatMap((sheet) => (notesOf(kind)?.kind === sheet.kind ? sheet.sections : [])).find((one) => one.code === code)?.title ??
  null;

/** That it cannot be done, since when. */
const blockedText = (since: PlainDate | null): string =>
  `Cannot be done${since === null ? '' : `, since ${dayText(since)}`}: another way is to be agreed`;

const ACTION_STATE: Readonly<Record<Exclude<ActionInWords['status'], 'blocked'>, string>> = {
  open: 'To be done',
  done: 'Done',
  replaced: 'Another action stands in its place',
};

function recommendedOf({ id, recommendation }: ActionInWords, registerId: string, mayRecord: boolean): ActionShown['recommended'] {
  if (recommendation === null) return null;
  const { category, body, response = null } = recommendation;
  const said = [category === undefined ? null : CATEGORY_WORDS[category], body === undefined ? null : `for ${body}`].filter(
    (part) => part !== null,
  );
  return { said: said.join(', '), response, answer: mayRecord ? paths.actionResponse({ registerId, action: id }) : null };
}

/** An action of somebody whose pathway was read, as a row. */
export function actionShown(action: ActionInWords, { standing, asked, others, today, mayRecord }: ActionAround): ActionShown {
  const { registerId, contacts, meetings, snapshot } = standing;
  const owed = [...snapshot.deadlines.values()].find((one) => one.kind === 'action' && one.owed && one.subject === action.id);
  return actionRow(action, {
    ...{ registerId, contacts, others, today, mayRecord },
    meeting: meetings.find((one) => one.id === action.meeting) ?? null,
    deadline: owed?.id ?? null,
    asked: asked.get(action.id) ?? null,
  });
}

/** An action as a row. */
export function actionRow(action: ActionInWords, around: RowAround): ActionShown {
  const { registerId, contacts, meeting, deadline, asked, others, today, mayRecord } = around;
  const { id, due, owner, status, settledOn, evidence } = action;
  const isOpen = status === 'open' || status === 'blocked';
  const record = (type: string) => paths.recordEvent({ registerId, type }, { deadline: deadline ?? undefined });
  const settled = settledOn === null ? '' : ` on ${dayText(settledOn)}`;
  return {
    id,
    asked: isOpen && asked !== null ? `Asked how it stands on ${dayText(asked)}` : null,
    notDone:
      isOpen && action.notDone !== null
        ? `Not done yet, they answered on ${dayText(londonDate(action.notDone.at))}${action.notDone.words === null ? '' : `: ${action.notDone.words}`}`
        : null,
    what: action.what ?? 'What it is was not written down',
    who: owner === null ? null : namedParty(owner, contacts, others),
    by: due === null ? 'No date' : dayText(due),
    late: isOpen && due !== null && due < today,
    state: status === 'blocked' ? blockedText(settledOn) : `${ACTION_STATE[status]}${settled}${evidence === null ? '' : `: ${evidence}`}`,
    otherwise: action.otherwise,
    recommended: recommendedOf(action, registerId, mayRecord),
    from: meeting ? [sectionTitle(meeting.kind, action.section), dayText(meeting.on)].filter((part) => part !== null).join(', ') : null,
    acts:
      isOpen && mayRecord
        ? [
            { text: 'Ask how it stands', href: paths.actionAsk({ registerId, action: id }) },
            { text: 'Done', href: record('action-done') },
            status === 'open'
              ? { text: 'Cannot be done', href: record('action-blocked') }
              : { text: 'Agree what is done instead', href: paths.actionInstead({ registerId, action: id }) },
            { text: 'New date', href: record('action-redated') },
          ]
        : [],
  };
}
