import { z } from 'zod';
import { readGround } from '../../services/access/restricted';
import { readOwner, setOwner } from '../../services/staff/owners';
import { actorOf } from '../../services/staff/viewers';
import { type Page, page } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { paths } from '../paths';

/** Work that nobody owns is taken by whoever sees it: the pathway is theirs from now on, with its reminders. */
export const takePages: readonly Page[] = [
  page({
    method: 'post',
    path: paths.take,
    permission: 'people:write',
    audit: 'owner-set',
    params: z.object({ registerId: z.string() }),
    query: z.object({}),
    form: z.object({ from: z.enum(['today', 'person']).catch('person') }),
    answer: async ({ params: { registerId }, form, viewer }, { pool, seals, clock }) => {
      const now = clock();
      // Whoever owns a restricted record opens it without a reason: nobody who had to give one makes themself its owner.
      if ((await readGround(pool, viewer, registerId, now)).as === 'opened') throw new PageProblem('restricted-take');
      const owned = await readOwner(pool, registerId, null, now);
      // Somebody was faster: it is theirs.
      if (!owned || (owned.owner !== null && owned.owner !== viewer.id)) throw new PageProblem('moved');
      const about = { by: actorOf(viewer), why: 'Taken from the list of work that nobody owns', at: now };
      const answer = await setOwner({ pool, seals }, { registerId, staff: viewer.id, ifMatch: owned.version }, about);
      if (answer.status !== 'done') throw new PageProblem('moved');
      return { redirect: form.from === 'today' ? paths.today() : paths.person({ registerId }) };
    },
  }),
];
