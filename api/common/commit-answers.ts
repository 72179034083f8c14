import { formatInstant } from '../../domain/calendar/dates';
import type { Applied, EventAnswer, Held, Refused, WouldApply, WouldHold } from '../../services/commit/types';
import { lineJson } from '../../services/pathway/lines';
import type { Shape } from '../../services/shapes/shape';
import { Problem } from '../http/problem';
import type {
  batchAnswerSchema,
  eventAnswerSchema,
  heldAnswerSchema,
  heldBatchSchema,
  wouldApplySchema,
  wouldHoldSchema,
} from '../schemas/event-answers';

type EventAnswered = Shape<typeof eventAnswerSchema>;
type BatchAnswered = Shape<typeof batchAnswerSchema>;
type HeldEvent = Shape<typeof heldAnswerSchema>;
type HeldBatch = Shape<typeof heldBatchSchema>;

/** The one event of what came as no batch. */
function only<Item>([event]: readonly Item[]): Item {
  if (event === undefined) throw new Error('the commit answered of no event');
  return event;
}

const changesOf = ({ changes, owedAtEnd }: Applied): Pick<EventAnswered, 'changes' | 'owed'> => ({
  changes: changes.map(lineJson),
  ...(owedAtEnd ? { owed: owedAtEnd } : {}),
});
const eventsOf = ({ events }: Applied): BatchAnswered['events'] =>
  events.map(({ id, sequence }): EventAnswered['event'] => ({ id, status: 'applied', sequence }));

/** What the caller reads of one event that was accepted; where it ended the pathway, with what was owed until then. */
export const eventBody = (answer: Applied): EventAnswered => ({ event: only(eventsOf(answer)), ...changesOf(answer) });

/** The same of one event, or of the parts of a batch. */
export const appliedBody = (answer: Applied): EventAnswered | BatchAnswered =>
  answer.batch ? { events: eventsOf(answer), ...changesOf(answer) } : eventBody(answer);

/** What the caller reads of an event that waits: one, or the parts of a batch, which waits as a whole. */
export function heldBody({ batch, ids, until, reason }: Held): HeldEvent | HeldBatch {
  const events = ids.map((id): HeldEvent['event'] => ({ id, status: 'held', until: formatInstant(until), reason: reason.code }));
  return batch ? { events, changes: [] } : { event: only(events), changes: [] };
}

/** What the caller reads of a dry run of an event that would wait. */
export const wouldHoldBody = ({ status, sequence, until, reason }: WouldHold): Shape<typeof wouldHoldSchema> => ({
  status,
  sequence,
  until: formatInstant(until),
  reason: reason.code,
  changes: [],
});

/** What the caller reads of a dry run. */
export const wouldApplyBody = (answer: WouldApply): Shape<typeof wouldApplySchema> => ({
  status: answer.status,
  sequence: answer.sequence,
  changes: answer.changes.map(lineJson),
});

/** The problem that answers a refusal; a dry run names no event, because it keeps none. */
export function refusal(answer: Refused, dryRun: boolean): Problem {
  const { code, detail, part, events } = answer.reason;
  const members = {
    ...(dryRun ? {} : { event: { id: answer.id, status: 'refused' } }),
    ...(part === undefined ? {} : { part }),
    ...(events === undefined ? {} : { events }),
  };
  return Problem.refused(code, detail, { members, kept: !dryRun });
}

/** The problem for an id that was used for something else. */
export const idReused = (): Problem =>
  Problem.of(
    'event-id-reused',
    'This id was used before with another body or for another person. Make a new id for a new event; to repeat the first, send its body unchanged.',
  );

/** Takes from the commit's answers those that can be shown; throws the others as problems. */
export function decided(answer: EventAnswer, dryRun: boolean): Applied | WouldApply | Held | WouldHold {
  switch (answer.status) {
    case 'applied':
    case 'would-apply':
    case 'held':
    case 'would-hold':
      return answer;
    case 'refused':
      throw refusal(answer, dryRun);
    case 'id-reused':
      throw idReused();
    case 'sequence-moved':
      throw Problem.of(
        'sequence-moved',
        'The record has moved on since you read it. Read the pathway again, look at what changed, and send with the new sequence in If-Match.',
        {
          members: { sequence: answer.sequence },
        },
      );
    case 'unknown-person':
      throw unknownPerson();
    case 'pathway-open':
      throw Problem.of(
        'pathway-open',
        'This person has an open pathway, so that no new referral is needed. Send what happened to POST /pathways/{registerId}/events.',
        {
          members: { pathway: answer.pathway },
        },
      );
    case 'nhs-number-known':
      throw Problem.of(
        'person-known',
        'Somebody with this NHS number is known already. Ask the LDA team for their register id and refer them with { "registerId", "event" }.',
      );
  }
}

/** The problem for a register id that nobody has. */
export const unknownPerson = (): Problem =>
  Problem.of(
    'unknown-person',
    'Nobody has this register id here. Check it with whoever gave it to you; a new person is referred with POST /referrals.',
  );
