import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import type { Contact } from '../../domain/notices/recipients';
import { storedContacts } from './contacts';

/**
 * Whether a contact is written to: `ended`: no more, but for the word that the meetings to which they had been invited are off for them;
 * `ended-silently`: not even that.
 */
export type ContactState = 'present' | 'ended' | 'ended-silently';

/** One version of a contact: what was recorded of them, from when, by whom and why. */
export interface ContactVersion {
  /** 1 and on. */
  readonly version: number;
  readonly at: Instant;
  readonly state: ContactState;
  /** Of one that has ended, as it was last. */
  readonly details: Contact;
  /** Words that somebody typed; null: none. */
  readonly reason: string | null;
  /** As the log of events names a source. */
  readonly source: string;
}

/** A contact with all that was ever recorded of them, the first version first: there is always one. */
export interface ContactHistory {
  readonly id: string;
  readonly versions: readonly [ContactVersion, ...ContactVersion[]];
  /** How many of the versions are written down; a contact that was never changed has one that is not. */
  readonly written: number;
}

/** Everyone recorded with a person, those who ended among them. */
export interface PersonContacts {
  /** Closed as a duplicate: the register id that lives on. */
  readonly duplicateOf: string | null;
  /** Only the register id is known, and a task asks who they are. */
  readonly identityLost: boolean;
  /** In the order of the person's list, then those who ended. */
  readonly contacts: readonly ContactHistory[];
}

export const lastVersion = ({ versions }: Pick<ContactHistory, 'versions'>): ContactVersion => versions.at(-1) ?? versions[0];

interface Row {
  readonly duplicateOf: string | null;
  readonly identityLost: boolean;
  readonly contacts: unknown;
  readonly versions: readonly (ContactVersion & { readonly contact: string })[] | null;
  /** When, and by whom, those were recorded who were never changed. */
  readonly at: string;
  readonly source: string;
}

// Those who were found when a release before the first record was replaced were there as long as the person was.
const READ = `select p.duplicate_of as "duplicateOf", p.contacts,
    exists (select from task t where t.key = 'identity-lost/' || p.register_id and t.status = 'open') as "identityLost",
    (select json_agg(json_build_object('contact', contact, 'version', version, 'at', (extract(epoch from at) * 1000)::bigint, 'state', state,
        'details', details, 'reason', reason, 'source', source) order by contact, version)
       from contact_version where register_id = p.register_id) as versions,
    (extract(epoch from coalesce(case when first.number = 1 then least(first.at, p.created_at) else first.at end, p.created_at)) * 1000)::bigint as at,
    coalesce(first.source, 'found') as source
  from person p left join lateral (
    select number, at, source from person_record where register_id = p.register_id and kind = 'identity' and subject is null
     order by number desc limit 1) as first on true
 where p.register_id = $1`;

/**
 * Reads everyone recorded with a person; null where nobody has this register id. Inside a transaction that changes them: only after the
 * person's row was locked, by a statement before this one. Throws where the database is away.
 */
export async function readContacts(database: Pick<Pool | PoolClient, 'query'>, registerId: string): Promise<PersonContacts | null> {
  const { rows } = await database.query<Row>({ name: 'contacts-with-versions', text: READ, values: [registerId] });
  const [row] = rows;
  if (!row) return null;
  const written = new Map<string, ContactVersion[]>();
  for (const { contact, ...version } of row.versions ?? []) written.set(contact, [...(written.get(contact) ?? []), version]);
  const present = storedContacts(row.contacts);
  const first = { version: 1, at: Number(row.at) as Instant, state: 'present', reason: null, source: row.source } as const;
  const history = (id: string, versions: readonly ContactVersion[], details?: Contact): ContactHistory[] => {
    const [one, ...others] = versions.length > 0 || !details ? versions : [{ ...first, details }];
    return one ? [{ id, versions: [one, ...others], written: versions.length }] : [];
  };
  const names = new Set(present.map(({ id }) => id));
  return {
    duplicateOf: row.duplicateOf,
    identityLost: row.identityLost,
    contacts: [
      ...present.flatMap((details) => history(details.id, written.get(details.id) ?? [], details)),
      ...[...written].filter(([id]) => !names.has(id)).flatMap(([id, versions]) => history(id, versions)),
    ],
  };
}
