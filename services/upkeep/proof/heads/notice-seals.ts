import type { ClientBase } from 'pg';
import type { SealVerdict, Seals } from '../../../../infra/seals';
import { canonicalJson } from '../../../../infra/canonical';

type Database = Pick<ClientBase, 'query'>;

/** That a notice was made, and that it was sent: what is sealed of each never changes afterwards. */
export const NOTICE_SEALS = { made: 'm', sent: 's' } as const;

/** What of a notice's row never changes: from its making, and from its sending on. `n` is the row. */
export const SEALED = `
  jsonb_build_array(n.register_id, n.pathway, n.template, n.audience, n.recipient, n.channel, n.deadline, n.event_id, n.meeting,
    (extract(epoch from n.planned_at) * 1000)::bigint) as made,
  jsonb_build_array(n.status, (extract(epoch from n.sent_at) * 1000)::bigint, n.sent_to, n.subject) as sent`;

export const noticeDigest = (seals: Seals, key: string, kind: string, what: unknown): string =>
  seals.make('notice', canonicalJson([key, kind, what]));

export const checkNoticeSeal = (seals: Seals, key: string, kind: string, what: unknown, digest: string): SealVerdict =>
  seals.check('notice', canonicalJson([key, kind, what]), digest);

const linkText = (previous: string | null, position: number, key: string, kind: string, digest: string): string =>
  canonicalJson([previous, position, key, kind, digest]);

export const checkNoticeLink = (
  seals: Seals,
  previous: string | null,
  row: { readonly position: number; readonly key: string; readonly kind: string; readonly digest: string; readonly link: string },
): SealVerdict => seals.check('notice', linkText(previous, row.position, row.key, row.kind, row.digest), row.link);

/** So many are sealed in one statement. */
const MOST = 2_000;

interface UnsealedNotice {
  readonly key: string;
  readonly made: unknown;
  readonly sent: unknown;
  readonly was_made: boolean;
  readonly is_sent: boolean;
}

/**
 * Seals the notices that have been made, or sent, since it was last done. Only one does it at a time: the caller holds the keeper's lock.
 * Throws where the database is away; the same call may then be made again.
 */
export async function sealNotices(database: Database, seals: Seals): Promise<void> {
  for (;;) {
    const { rows } = await database.query<UnsealedNotice>(
      `select n.key, ${SEALED}, m.key is not null as was_made, n.status = 'sent' and s.key is null as is_sent
         from notice n left join notice_seal m on m.key = n.key and m.kind = 'm' left join notice_seal s on s.key = n.key and s.kind = 's'
        where m.key is null or (n.status = 'sent' and s.key is null) order by n.created_at, n.key limit ${MOST}`,
    );
    if (rows.length === 0) return;
    const head = await database.query<{ position: number; link: string }>(
      'select position, link from notice_seal order by position desc limit 1',
    );
    let { position, link }: { position: number; link: string | null } = head.rows[0] ?? { position: 0, link: null };
    const written = rows
      .flatMap(({ key, made, sent, was_made, is_sent }) => [
        ...(was_made ? [] : [{ key, kind: NOTICE_SEALS.made, what: made }]),
        ...(is_sent ? [{ key, kind: NOTICE_SEALS.sent, what: sent }] : []),
      ])
      .map(({ key, kind, what }) => {
        position += 1;
        const digest = noticeDigest(seals, key, kind, what);
        link = seals.make('notice', linkText(link, position, key, kind, digest));
        return { position, key, kind, digest, link };
      });
    await database.query(
      `insert into notice_seal (position, key, kind, digest, link)
       select position, key, kind, digest, link from json_to_recordset($1) as r(position int, key text, kind text, digest text, link text)`,
      [JSON.stringify(written)],
    );
  }
}
