import { type NotNull, sql } from 'kysely';
import type { Pool } from 'pg';
import type { Seals } from '../../../../infra/seals';
import { checkAccessLink, type LinkedAccess } from '../../../access/access-chain';
import { db, firstOf, prepared, rowsOf } from '../../../tables/query';
import { serviceDifference, type Difference } from '../difference';
import { shortLink, type Mark, type Marks } from '../heads/head';

/** So many rows are read at once. */
const PAGE = 5_000;

interface Row extends LinkedAccess {
  readonly link: string;
}

interface WriterCourse {
  number: number;
  link: string | null;
  fault: number | null;
}

/**
 * Follows every chain of the access log, and holds it against the signed heads. Out: for each writer at most one thing that is wrong, with the
 * number of the first row that does not fit; how many rows without a link are missing, or new where none may be. Throws where the database is
 * away.
 */
export async function checkAccessLog(deps: { pool: Pool; seals: Seals; marks: Marks; adopting: boolean }): Promise<Difference[]> {
  const { pool, seals, marks, adopting } = deps;
  const writers = new Map<string, WriterCourse>();
  // The one whose row is read in the place where a head was made must have the link that it has seen.
  const rewritten = new Set<string>();
  for await (const row of rows(pool)) {
    const course = writers.get(row.writer) ?? { number: 0, link: null, fault: null };
    writers.set(row.writer, course);
    // What is gone before it by somebody's order cannot be followed, and the row itself is the one that was seen then.
    const begins = course.link === null ? marks.get(`b/${row.writer}`) : undefined;
    const follows = begins
      ? begins[0] === row.number && begins[1] === shortLink(row.link)
      : row.number === course.number + 1 && checkAccessLink(seals, course.link, row, row.link) === 'right';
    if (!follows && course.fault === null) course.fault = row.number;
    course.number = row.number;
    course.link = row.link;
    const mark = marks.get(`a/${row.writer}`);
    if (mark?.[0] === row.number && mark[1] !== shortLink(row.link)) rewritten.add(row.writer);
  }
  const found = [...writers].flatMap(([writer, { fault }]) => {
    if (fault !== null) return [serviceDifference('access-log-altered', { writer, row: fault })];
    return rewritten.has(writer) ? [serviceDifference('access-log-altered', { writer, row: marks.get(`a/${writer}`)?.[0] ?? null })] : [];
  });
  const cut = [...marks].flatMap(([name, [count]]: readonly [string, Mark]): Difference[] => {
    if (!name.startsWith('a/')) return [];
    const there = writers.get(name.slice(2))?.number ?? 0;
    return there < count ? [serviceDifference('access-log-cut', { writer: name.slice(2), expected: count, found: there })] : [];
  });
  return [...found, ...cut, ...(await checkUnlinked(pool, marks.get('u')?.[0] ?? 0, adopting))];
}

const linked = prepared('proof-accesses', (writer: string, number: number) =>
  db
    .selectFrom('access_log')
    .select([
      'writer',
      'number',
      'actor',
      'audit_event as auditEvent',
      'register_id as registerId',
      'shown',
      'outcome',
      'restricted',
      'link',
    ])
    .select(sql<number>`(extract(epoch from at) * 1000)::float8`.as('at'))
    .where('writer', 'is not', null)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('writer', 'number'), '>', tuple(writer, number)))
    // A row of a writer has its number and its link.
    .$narrowType<{ writer: NotNull; number: NotNull; link: NotNull }>()
    .orderBy('writer')
    .orderBy('number')
    .limit(PAGE),
);

const unlinked = prepared('proof-unlinked-accesses', () =>
  db
    .selectFrom('access_log')
    .select(sql<number>`count(*)::int`.as('found'))
    .where('writer', 'is', null),
);

async function* rows(pool: Pool): AsyncGenerator<Row> {
  for (let after: readonly [string, number] = ['', 0]; ;) {
    const page = await rowsOf(pool, linked(...after));
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = [last.writer, last.number];
  }
}

/** Rows of an earlier release have no link: they can be counted, and no more. */
async function checkUnlinked(pool: Pool, expected: number, adopting: boolean): Promise<Difference[]> {
  const found = (await firstOf(pool, unlinked()))?.found ?? 0;
  if (found < expected) return [serviceDifference('access-log-cut', { writer: null, expected, found })];
  return found > expected && !adopting ? [serviceDifference('access-log-unsealed', { expected, found })] : [];
}
