import { among, type Client, db, prepared, rowsOf } from '../tables/query';

const namesOf = prepared('names-of-staff', (ids: readonly string[]) =>
  db.selectFrom('staff').select(['id', 'name']).where('id', '=', among(ids)),
);

const STAFF = 'staff:';

/** The names of those among actors (`staff:<id>`, as logs name them) who are, or were, members of staff. Throws where the database is away. */
export async function namesOfActors(database: Client, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(actors)].filter((actor) => actor.startsWith(STAFF)).map((actor) => actor.slice(STAFF.length));
  if (ids.length === 0) return new Map();
  const rows = await rowsOf(database, namesOf(ids));
  return new Map(rows.map(({ id, name }) => [`${STAFF}${id}`, name]));
}
