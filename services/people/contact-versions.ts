import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Instant } from '../../domain/calendar/dates';
import type { Contact } from '../../domain/notices/recipients';
import { type Client, db, firstOf, prepared } from '../tables/query';
import type { ContactState } from '../tables/tables';
import { storedContacts } from './contacts';

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

const contactsOf = prepared('contacts-with-versions', (registerId: string) =>
  db
    .selectFrom('person')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('person_record')
          .select(['number', 'person_record.at', 'source'])
          .whereRef('person_record.register_id', '=', 'person.register_id')
          .where('kind', '=', 'identity')
          .where('subject', 'is', null)
          .orderBy('number', 'desc')
          .limit(1)
          .as('first'),
      (join) => join.onTrue(),
    )
    .select(['person.duplicate_of as duplicateOf', 'person.contacts'])
    .select((eb) => [
      eb
        .exists(
          eb
            .selectFrom('task')
            .select('task.key')
            .where('task.key', '=', sql<string>`'identity-lost/' || person.register_id`)
            .where('task.status', '=', 'open'),
        )
        .$castTo<boolean>()
        .as('identityLost'),
      jsonArrayFrom(
        eb
          .selectFrom('contact_version as v')
          .select(['v.contact', 'v.version'])
          .select(sql<Instant>`(extract(epoch from v.at) * 1000)::bigint`.as('at'))
          .select(['v.state', 'v.details', 'v.reason', 'v.source'])
          .whereRef('v.register_id', '=', 'person.register_id')
          .orderBy('v.contact')
          .orderBy('v.version'),
      ).as('versions'),
      // When, and by whom, those were recorded who were never changed. Those who were found when a release before the first record was replaced
      // were there as long as the person was.
      sql<string>`(extract(epoch from coalesce(
        case when first.number = 1 then least(first.at, person.created_at) else first.at end, person.created_at)) * 1000)::bigint`.as('at'),
      eb.fn.coalesce('first.source', eb.val('found')).as('source'),
    ])
    .where('person.register_id', '=', registerId),
);

/**
 * Reads everyone recorded with a person; null where nobody has this register id. Inside a transaction that changes them: only after the
 * person's row was locked, by a statement before this one. Throws where the database is away.
 */
export async function readContacts(database: Client, registerId: string): Promise<PersonContacts | null> {
  const row = await firstOf(database, contactsOf(registerId));
  if (!row) return null;
  const written = new Map<string, ContactVersion[]>();
  for (const { contact, ...version } of row.versions) written.set(contact, [...(written.get(contact) ?? []), version]);
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
