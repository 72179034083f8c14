import type { Rating } from '../../domain/pathway/events';
import type { Client } from '../tables/query';
import { formIdOf } from './people';

/** A rating that was proposed in a review, or something that was said to be done, of which nothing was recorded since. */
export interface Proposed {
  readonly registerId: string;
  readonly decision: 'rating' | 'action';
  /** Which rating; null: it was not said, or it is something to be done. */
  readonly rating: Rating | null;
}

const PROPOSED = `select last.register_id as "registerId", last.answers ->> 'decision' as decision, last.answers ->> 'rating' as rating
  from (select distinct on (f.register_id) f.register_id, f.answers, f.at from written_form f join register_review_person r on r.review = $1 and r.register_id = f.register_id
          join register_review v on v.id = r.review join person p on p.register_id = f.register_id and p.area = v.area and p.duplicate_of is null
        where f.id = $2 order by f.register_id, f.version desc) last
  where last.answers ->> 'decision' in ('rating', 'action') and not exists (select from event e where e.register_id = last.register_id and e.status = 'applied'
    and e.at >= last.at and e.type = case last.answers ->> 'decision' when 'rating' then 'rating-set' else 'action-agreed' end)
  order by last.register_id`;

/** What was said in a review and is to be recorded still: saying it changes nothing by itself. Of whoever is `shut` to the reader the rating is not told. Throws where the database is away. */
export async function readProposed(database: Client, review: string, shut: readonly string[]): Promise<readonly Proposed[]> {
  const values = [review, formIdOf(review)];
  const { rows } = await database.query<Proposed>({ name: 'register-review-proposed', text: PROPOSED, values });
  return rows.map((row) => (shut.includes(row.registerId) ? { ...row, rating: null } : row));
}
