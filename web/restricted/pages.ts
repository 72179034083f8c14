import { z } from 'zod';
import { type Instant, londonDate } from '../../domain/calendar/dates';
import { typedText } from '../../domain/text';
import { listOpenings, type OpeningOnRecord, reviewOpening } from '../../services/restricted/open';
import { listRestricted, type RestrictedRecord } from '../../services/restricted/restrict';
import { namesOfActors } from '../../services/staff/actors';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { actorWords } from '../content/actors';
import { clockText, momentText } from '../content/dates';
import { openingWords, restrictionWords } from '../content/restricted';
import { paths } from '../paths';
import { openPage } from './open';
import { restrictionPages } from './restriction';

interface ListModel {
  readonly saved: string | null;
  readonly problem: string | null;
  readonly waiting: string;
  readonly openings: readonly {
    readonly id: string;
    readonly when: string;
    readonly until: string;
    readonly who: string;
    readonly registerId: string;
    /** Who looked at the record, and at what of it. */
    readonly looked: string;
    readonly reason: string;
    readonly why: string;
    /** Where it is said that somebody looked at it; null: it is theirs, or somebody has. */
    readonly act: string | null;
    readonly said: string;
    readonly note: string | null;
  }[];
  readonly records: readonly {
    readonly registerId: string;
    readonly href: string;
    readonly since: string;
    readonly by: string;
    readonly reason: string;
    readonly named: number;
  }[];
  readonly log: string;
}

const listView = view<ListModel>('restricted/list.njk');

/** So many openings stand on the page; the access log has all. */
const MOST_OPENINGS = 100;
const instantOf = (date: Date): Instant => date.getTime() as Instant;

async function listPage({ pool, clock }: WebContext, viewer: Viewer, saved: string | null, problem: string | null): Promise<PageAnswer> {
  const today = londonDate(clock());
  const [openings, records] = await Promise.all([listOpenings(pool, viewer.areas, MOST_OPENINGS), listRestricted(pool, viewer.areas)]);
  const actors = [...openings.flatMap(({ staff, lookedBy }) => [`staff:${staff}`, lookedBy ?? '']), ...records.map(({ by }) => by)];
  const names = await namesOfActors(pool, actors);
  const rowOf = (one: OpeningOnRecord): ListModel['openings'][number] => ({
    ...{ id: one.id, registerId: one.registerId, why: one.why, note: one.note },
    when: momentText(instantOf(one.at), today),
    until: clockText(instantOf(one.until)),
    who: actorWords(`staff:${one.staff}`, names),
    looked: paths.accessLog({ person: one.registerId, who: `staff:${one.staff}`, restricted: 'yes' }),
    reason: openingWords(one.code),
    act: one.lookedAt === null && one.staff !== viewer.id ? paths.restrictedLooked({ opening: one.id }) : null,
    said:
      one.lookedAt !== null && one.lookedBy !== null
        ? `${actorWords(one.lookedBy, names)}, ${momentText(instantOf(one.lookedAt), today)}`
        : 'Somebody else looks at yours',
  });
  const recordOf = ({ registerId, at, by, code, staff }: RestrictedRecord): ListModel['records'][number] => ({
    registerId,
    href: paths.restriction({ registerId }),
    since: momentText(instantOf(at), today),
    by: actorWords(by, names),
    reason: restrictionWords(code),
    named: staff.length,
  });
  const waiting = openings.filter(({ lookedAt }) => lookedAt === null).length;
  const model: ListModel = {
    ...{ saved, problem },
    waiting: waiting === 1 ? '1 waits for somebody to look at it.' : `${waiting} wait for somebody to look at them.`,
    openings: openings.map(rowOf),
    records: records.map(recordOf),
    log: paths.accessLog({ restricted: 'yes' }),
  };
  const shown = [...openings, ...records].map(({ registerId }) => registerId);
  const wordsOf = openings.map(({ registerId }) => registerId);
  return shows(
    listView,
    model,
    { title: problem === null ? 'Restricted records' : 'Error: Restricted records', section: 'access-log', wide: true },
    { shown, wordsOf, ...(problem === null ? {} : { status: 400 }) },
  );
}

const NOTE = typedText(1_000);

/** Restricted records, and who opened them. */
export const restrictedPages: readonly Page[] = [
  openPage,
  ...restrictionPages,
  page({
    method: 'get',
    path: paths.restricted,
    permission: 'restrictions:write',
    audit: 'restricted-listed',
    params: z.object({}),
    query: z.object({ saved: z.literal('looked').optional() }),
    answer: ({ query, viewer }, context) =>
      listPage(context, viewer, query.saved === undefined ? null : 'It is said that you looked at it.', null),
  }),
  page({
    method: 'post',
    path: paths.restrictedLooked,
    permission: 'restrictions:write',
    audit: 'opening-looked-at',
    params: z.object({ opening: z.uuid() }),
    query: z.object({}),
    form: z.object({ note: z.string().default('') }),
    answer: async ({ params: { opening }, form, viewer }, context) => {
      const note = form.note.trim();
      if (!NOTE.safeParse(note).success)
        return listPage(
          context,
          viewer,
          null,
          note === '' ? 'Say what you make of it, in a few words.' : 'Say it in at most 1,000 characters.',
        );
      const answer = await reviewOpening(context, { opening, note }, { by: viewer.id, areas: viewer.areas, at: context.clock() });
      switch (answer.status) {
        case 'done':
          return { redirect: paths.restricted({ saved: 'looked' }), registerId: answer.registerId };
        case 'unknown-opening':
          throw new PageProblem('not-found');
        case 'own':
          return listPage(context, viewer, null, 'Nobody looks at an opening of their own. Somebody else does.');
        case 'looked-at':
          return listPage(context, viewer, null, 'Somebody else has looked at it meanwhile. What they said stands.');
      }
    },
  }),
];
