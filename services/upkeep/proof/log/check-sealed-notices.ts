import type { Pool } from 'pg';
import type { Seals } from '../../../../infra/seals';
import type { Difference, DifferenceCode } from '../difference';
import { serviceDifference } from '../difference';
import { shortLink, type Marks } from '../heads/head';
import { checkNoticeSeal, checkNoticeLink, NOTICE_SEALS, SEALED } from '../heads/notice-seals';

const PAGE = 5_000;

interface Row {
  readonly position: number;
  readonly key: string;
  readonly kind: string;
  readonly digest: string;
  readonly link: string;
  readonly registerId: string | null;
  readonly made: unknown;
  readonly sent: unknown;
  readonly there: boolean;
}

/**
 * Holds every notice against what was sealed of it when it was made, and when it was sent; follows the chain of these seals, and holds it
 * against the signed heads. Throws where the database is away.
 */
export async function checkNotices({ pool, seals, marks }: { pool: Pool; seals: Seals; marks: Marks }): Promise<Difference[]> {
  const found: Difference[] = [];
  const mark = marks.get('n');
  let previous: string | null = null;
  let position = 0;
  let broken: number | null = null;
  for await (const row of rows(pool)) {
    const follows = row.position === position + 1 && checkNoticeLink(seals, previous, row) === 'right';
    const asKept = mark?.[0] !== row.position || mark[1] === shortLink(row.link);
    if ((!follows || !asKept) && broken === null) broken = row.position;
    position = row.position;
    previous = row.link;
    const say = (code: DifferenceCode, part: string): void => {
      const whole = serviceDifference(code, { notice: row.key, part });
      found.push({ ...whole, registerId: row.registerId ?? whole.registerId });
    };
    const part = row.kind === NOTICE_SEALS.sent ? 'sent' : 'made';
    if (!row.there) {
      if (part === 'made') say('notice-gone', part);
    } else if (checkNoticeSeal(seals, row.key, row.kind, row[part], row.digest) !== 'right') say('notice-altered', part);
  }
  if (broken !== null) found.push(serviceDifference('notice-seals-altered', { row: broken }));
  else if (mark && position < mark[0]) found.push(serviceDifference('notice-seals-altered', { row: position + 1 }));
  return found;
}

async function* rows(pool: Pool): AsyncGenerator<Row> {
  for (let after = 0; ;) {
    const page = await pool.query<Row>({
      name: 'proof-notices',
      text: `select s.position, s.key, s.kind, s.digest, s.link, n.register_id as "registerId", n.key is not null as there, ${SEALED}
        from notice_seal s left join notice n on n.key = s.key where s.position > $1 order by s.position limit ${PAGE}`,
      values: [after],
    });
    yield* page.rows;
    const last = page.rows.at(-1);
    if (!last || page.rows.length < PAGE) return;
    after = last.position;
  }
}
