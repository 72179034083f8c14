import type { EventType } from '../../../../domain/pathway/events';
import { admitted, changed, closed, details, died, held, movedAway, referred, type Said } from '../facts';
import { takeBack } from './corrections';
import type { Knowledge, Turn } from './knowledge';
import { anywhere, inside, of, outside, pickOf, planning } from './makers';

/** Events that take their place by when they were heard, or that speak of other events. */
const BY_HEARING: readonly EventType[] = [
  'meeting-scheduled',
  'deadline-excused',
  'action-redated',
  'corrected',
  'adopted',
  'steps-released',
  'rules-adopted',
];
/** True for a fact about the world: it takes its place by its `on`, whenever it is heard. */
export const isWorldFact = (type: EventType): boolean => !BY_HEARING.includes(type);

const RULE_SETS = ['llr-2023', 'england-2023', 'england-2023@1', 'llr-2023@1'];

/** The rare things: a take-over, new rules, an end, details of a stay. */
function rare(known: Knowledge, { what, pick, today }: Turn): Said | undefined {
  switch (what % 9) {
    case 0:
      return { type: 'adopted' };
    case 1:
      return { type: 'steps-released', ...(pick % 3 === 0 ? { deadline: of(['mam', 'next-step', 'oversight-visit'], pick) } : {}) };
    case 2:
    case 3:
      return { type: 'rules-adopted', ruleSet: of(RULE_SETS, pick) };
    case 4:
      return died();
    case 5:
      return movedAway(undefined, known.inpatient === null ? undefined : 'QK1');
    case 6:
      return closed();
    default:
      return known.inpatient === null ? undefined : details(known.inpatient === today ? today : known.inpatient, 'medium');
  }
}

/** After an end: mostly a return, or a correction of what was said last; at times something that is refused. */
function afterTheEnd(known: Knowledge, turn: Turn): Said | undefined {
  const { pick, what, id, today } = turn;
  if (what % 3 === 0) return takeBack(known, turn);
  if (what % 7 === 0) return undefined;
  known.ended = false;
  known.inpatient = null;
  known.meetings = [];
  known.actions = [];
  switch (pick % 4) {
    case 0:
      known.inpatient = today;
      return admitted();
    case 1:
      return referred();
    case 2:
      return changed('this-week');
    default:
      known.meetings.push({ id: `m-${id}`, kind: 'laep', status: 'held' });
      return held(`m-${id}`, 'laep');
  }
}

/** The next event of a random history, or none where the draw fits nothing. Changes what is known. */
export function nextEvent(known: Knowledge, turn: Turn): Said | undefined {
  const event = known.ended && !turn.worldOnly ? afterTheEnd(known, turn) : usual(known, turn);
  if (!event) return undefined;
  known.events.push({ id: turn.id, event });
  if (event.type === 'person-died' || event.type === 'moved-away' || event.type === 'pathway-closed') known.ended = true;
  return event;
}

function usual(known: Knowledge, turn: Turn): Said | undefined {
  const here = known.inpatient === null ? outside : inside;
  const heardOf = turn.worldOnly ? [...anywhere, ...here] : [...anywhere, ...planning, ...here];
  const special = turn.worldOnly ? 100 : turn.what % 100;
  if (special < 3) return rare(known, turn);
  if (special < 11) return takeBack(known, turn);
  return pickOf(heardOf, turn.what >> 1)?.(known, turn);
}
