import { type Client, db, prepared, rowsOf } from '../tables/query';

const areas = prepared('areas-on-record', () => db.selectFrom('person').select('area').union(db.selectFrom('staff').select('area')));

/** The ids of the areas to which somebody on record, or a member of staff, belongs: what a token reaches. Throws where the database is away. */
export const areasOnRecord = async (database: Client): Promise<readonly string[]> =>
  (await rowsOf(database, areas())).map(({ area }) => area);
