import type { Pool } from 'pg';
import { FEEDBACK_SECTION } from '../../domain/measures/feedback';
import { type ActionToRead, NOTES_SECTIONS, type ToRead } from '../../domain/measures/standards/written';
import { formIdOf } from '../meetings/notes';
import { planId } from '../meetings/actions/in-words';

type Answers = Readonly<Record<string, unknown>>;
/** Of whom, on which pathway, which meeting or action. */
type Of = Pick<ToRead, 'registerId' | 'pathway' | 'id'>;

/** Of each form the newest version, and of that no more than what is asked for. */
const LAST = `select asked.register_id as "registerId", asked.id, (select jsonb_object_agg(part, last.answers -> part) from unnest($3::text[]) part) as answers
  from unnest($1::text[], $2::text[]) as asked(register_id, id) cross join lateral (select f.answers from written_form f
    where f.register_id = asked.register_id and f.id = asked.id order by f.version desc limit 1) last`;

/** Reads parts of forms, each of somebody and by its id. Out: by both; what nobody has filled in is not there. */
async function readParts(
  pool: Pool,
  forms: readonly { readonly registerId: string; readonly form: string }[],
  parts: readonly string[],
): Promise<ReadonlyMap<string, Answers>> {
  if (forms.length === 0) return new Map();
  const { rows } = await pool.query<{ registerId: string; id: string; answers: Answers }>({
    name: 'measures-written',
    text: LAST,
    values: [forms.map(({ registerId }) => registerId), forms.map(({ form }) => form), parts],
  });
  return new Map(rows.map(({ registerId, id, answers }) => [`${registerId} ${id}`, answers]));
}

const isSection = (value: unknown): value is Answers => typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for a section in which something is written, or that was gone through, be it to say that it does not apply. */
const wasGoneThrough = (value: unknown): boolean =>
  isSection(value) &&
  (value['went'] === 'discussed' ||
    value['went'] === 'not-applicable' ||
    Object.entries(value).some(([name, answer]) => name !== 'went' && answer !== '' && answer !== null));

/** Reads which sections of the notes of multi-agency meetings were gone through; null: there are no notes. Throws where the database is away. */
export async function readNotes(pool: Pool, toRead: readonly ToRead[]): Promise<(one: Of) => ReadonlySet<string> | null> {
  const formOf = ({ pathway, registerId, id: meeting }: Of): string => formIdOf('mam', { registerId, pathway, meeting });
  const sections = Object.values(NOTES_SECTIONS);
  const forms = toRead.map((one) => ({ registerId: one.registerId, form: formOf(one) }));
  const found = await readParts(pool, forms, sections);
  return (one) => {
    const answers = found.get(`${one.registerId} ${formOf(one)}`);
    return answers ? new Set(sections.filter((section) => wasGoneThrough(answers[section]))) : null;
  };
}

/** Reads for which recommendations a body answers. Throws where the database is away. */
export async function readBodies(pool: Pool, actions: readonly ActionToRead[]): Promise<(one: Of) => boolean> {
  const formOf = ({ pathway, id }: Of): string => planId(pathway, id);
  const forms = actions.filter(({ owned }) => !owned).map((one) => ({ registerId: one.registerId, form: formOf(one) }));
  const found = await readParts(pool, forms, ['body']);
  return (one) => typeof found.get(`${one.registerId} ${formOf(one)}`)?.['body'] === 'string';
}

/** Reads what was said of reviews in their notes: the answers of each that has some. Throws where the database is away. */
export async function readFeedback(pool: Pool, reviews: readonly Of[]): Promise<Answers[]> {
  const forms = reviews.map(({ registerId, pathway, id: meeting }) => ({
    registerId,
    form: formIdOf('cetr', { registerId, pathway, meeting }),
  }));
  const found = await readParts(pool, forms, [FEEDBACK_SECTION]);
  return [...found.values()].map((answers) => answers[FEEDBACK_SECTION]).filter(isSection);
}
