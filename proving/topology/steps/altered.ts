import { PlainError } from '../../../infra/plain-error';
import { named, proofNow } from '../proof';
import type { Step } from '../scene';

/** Somebody alters the event log in the database, by one day in one fact: the chain shows who and which. */
export const altered: Step = {
  title: 'One row of the event log altered in the database',
  run: async (scene) => {
    const { pool, people } = scene;
    const victim = people[0]?.registerId ?? '';
    const { rows } = await pool.query<{ id: string; fact: string }>(
      `select id, fact from event where register_id = $1 and type = 'admitted' order by position limit 1`,
      [victim],
    );
    const [event] = rows;
    if (!event) throw new PlainError('nobody was admitted');
    // The service's own role may only add here; it owns the table, and could give itself the right back.
    await pool.query('grant update on event to current_user');
    await pool.query(`update event set fact = replace(fact, 'non-secure', 'low') where id = $1`, [event.id]);
    scene.planted.push(`chain-broken ${victim}`);
    const proof = await proofNow(scene);
    await pool.query('update event set fact = $2 where id = $1', [event.id, event.fact]);
    await pool.query('revoke update on event from current_user');
    await pool.query('grant update (resolved) on event to current_user');
    const [found] = proof.differences.filter(({ code }) => code === 'chain-broken');
    if (found?.registerId !== victim || found.params['event'] !== event.id || found.mended)
      throw new PlainError(`the log of ${victim} was altered, and the check found ${named(proof)}`);
    const again = await proofNow(scene);
    if (again.differences.length > 0) throw new PlainError(`put back, and the check found ${named(again)}`);
    return [`the check found ${named(proof)}: event ${event.id}, part ${String(found.params['part'])}`, 'put back, it found nothing'];
  },
};
