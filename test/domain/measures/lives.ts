import { parseInstant, type PlainDate, plainDate } from '../../../domain/calendar/dates';
import type { Life } from '../../../domain/measures/lives';
import type { Stood } from '../../../domain/measures/moves';
import type { Fact, Rating } from '../../../domain/pathway/events';
import { placed } from '../../../domain/pathway/place';
import { inOrder } from '../../../domain/pathway/stays';

export const day = plainDate;
/** An adult all the time. */
const ADULT = day('1990-05-05');

/** How somebody has stood: from which day on as what; `off` is not on the register. */
export const stood = (spells: readonly (readonly [string, Rating | 'off' | null])[], bornOn: PlainDate | null = ADULT): Stood => ({
  registerId: 'LIFE-0001',
  bornOn,
  trueThen: spells.map(([from, rating]) => ({
    from: day(from),
    onRegister: rating !== 'off',
    rating: rating === 'off' ? null : rating,
    bornOn,
  })),
});

/** A life of one pathway; each fact is heard on the day on which it was true, or where `heard` says so. The id of a fact is its place, from 1. */
export const life = (facts: readonly (Fact & { readonly heard?: string })[], bornOn: PlainDate | null = ADULT): Life => ({
  registerId: 'LIFE-0001',
  bornOn,
  pathways: [
    {
      number: 1,
      facts: inOrder(
        facts.map(({ heard, ...fact }, index) =>
          placed({
            id: String(index + 1),
            sequence: index + 1,
            at: parseInstant(`${heard ?? fact.on ?? '2026-10-01'}T09:00`),
            fact: fact as Fact,
          }),
        ),
      ),
    },
  ],
});

export const admitted = (on: string): Fact => ({ type: 'admitted', on: day(on), security: 'low', detained: false, planned: false });
export const discharged = (on: string): Fact => ({ type: 'discharged', on: day(on) });
export const held = (on: string, kind: Extract<Fact, { type: 'meeting-held' }>['kind'], meeting = `${kind}-${on}`): Fact => ({
  ...{ type: 'meeting-held', on: day(on), meeting, kind },
});
