import type { Pool } from 'pg';
import { askedAlike } from '../../infra/asked-alike';

/**
 * The last entry of all and how many of the newest numbers there are. An entry gets its number before it is there for others, and may come after
 * one with a higher number: not after ten thousand, since its transaction ends in seconds.
 */
const newestOf = (status: 'applied' | 'refused'): string =>
  `(select newest.position || '/' || (select count(*) from event e where e.status = '${status}' and e.position > newest.position - 10000)
    from (select coalesce(max(position), 0) as position from event where status = '${status}') newest)`;
const ENTRIES = `select ${newestOf('applied')} as stamp`;

/** When rows of a table were last added, and how many in that instant. */
const lastOf = (table: string, which = 'true'): string =>
  `(select last.at || '/' || (select count(*) from ${table} same where same.at = last.at and ${which})
    from (select max(at) as at from ${table} where ${which}) last)`;

/** What people do that is no entry: they take somebody over, and hold or release a notice. */
const DEEDS = `select concat_ws(' ', ${lastOf('ownership')}, ${lastOf('notice_act')}) as stamp`;

/** What adds to the entries that wait for somebody to sort them out, or takes one away: each is the end of an index, and few are held back at a time. */
const TO_SORT_OUT = `select concat_ws(' ', ${newestOf('refused')}, (select count(*) || '/' || coalesce(max(position), 0) from held_event),
  ${lastOf('person_record', "kind = 'resolution'")}, ${lastOf('ownership')}) as stamp`;

/** A form that is written is the end of an index too. */
const FORMS = `select ${lastOf('person_record', "kind = 'form'")} as stamp`;

type Client = Pick<Pool, 'query'>;

const stampBy = (name: string, text: string) =>
  askedAlike(
    () => '',
    async (database: Client, _asked: null): Promise<string> =>
      (await database.query<{ stamp: string }>({ name, text })).rows[0]?.stamp ?? '',
  );

const entries = stampBy('entries-stamp', ENTRIES);
const deeds = stampBy('deeds-stamp', DEEDS);
const forms = stampBy('forms-stamp', FORMS);
const toSortOut = stampBy('to-sort-out-stamp', TO_SORT_OUT);

/** Another one as soon as anything is recorded of anybody. Throws where the database is away. */
export const entriesStamp = (database: Client): Promise<string> => entries(database, null);

/** Another one as soon as anything is recorded of anybody, somebody is taken over, or a notice is held or released. Throws where the database is away. */
export const recordStamp = async (database: Client): Promise<string> =>
  (await Promise.all([entries(database, null), deeds(database, null)])).join(' ');

/** Another one as soon as anybody writes a form about somebody. Throws where the database is away. */
export const formsStamp = (database: Client): Promise<string> => forms(database, null);

/** Another one as soon as an entry is refused, held back or sorted out, or somebody is taken over. Throws where the database is away. */
export const sortOutStamp = (database: Client): Promise<string> => toSortOut(database, null);
