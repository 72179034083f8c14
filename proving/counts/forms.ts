import type { Pool } from 'pg';
import { type Count, Counts } from './count';
import type { FilledIn, Journal } from './journal';

const NAMES = {
  untold: 'forms without an answer',
  lost: 'forms confirmed and lost',
  twice: 'forms kept twice',
  odd: 'answers to forms that are neither a confirmation nor 503',
} as const;

/** What was kept under which it was told; of each, how often. */
const KEPT: Readonly<Record<FilledIn['kind'], string>> = {
  // The words stand in the newest version, and in no other section.
  section: `select count(*)::int as count from written_form w
    where w.register_id = $1 and w.kind = 'referral' and w.answers -> $2 ->> (case $2 when 'communication' then 'how' when 'current' then 'concerns' else 'strengths' end) = $3
      and not exists (select from written_form later where later.register_id = w.register_id and later.id = w.id and later.version > w.version)`,
  document: `select count(*)::int as count from written_form w join document_file f on f.register_id = w.register_id and f.id = w.id
    where w.register_id = $1 and w.id = $2 and position(convert_to($3, 'UTF8') in f.bytes) > 0
      and w.answers #>> '{file,sha256}' = encode(sha256(f.bytes), 'hex')`,
  asked: `select count(*)::int as count from held_referral where code = $1 and $2 = '' and asked #>> '{answers,happening}' = $3`,
};

const shown = ({ kind, about, part, words }: FilledIn): string => `${kind} ${part} of ${about} (${words})`;

/** Holds what whoever filled in a form was told against what is stored: everything confirmed is there, once, as it was typed. */
export async function countForms(pool: Pool, { filled }: Pick<Journal, 'filled'>): Promise<Count[]> {
  const counts = new Counts(Object.values(NAMES));
  for (const note of filled) {
    for (const status of note.odd) counts.add(NAMES.odd, `${shown(note)}: ${status}`);
    if (!note.told) {
      counts.add(NAMES.untold, `${shown(note)}, sent ${note.tries} times`);
      continue;
    }
    const { rows } = await pool.query<{ count: number }>(KEPT[note.kind], [note.about, note.part, note.words]);
    if (rows[0]?.count === 0) counts.add(NAMES.lost, shown(note));
  }
  const { rows } = await pool.query<{ words: string }>(
    `select asked #>> '{answers,happening}' as words from held_referral where asked is not null group by 1 having count(*) > 1`,
  );
  for (const { words } of rows) counts.add(NAMES.twice, words);
  return counts.all();
}
