import { z } from 'zod';
import { seesEveryone } from '../../domain/access/roles';
import { RATINGS } from '../../domain/pathway/events';
import { readStanding, type Standing } from '../../services/practice/standing';
import { readMeetingsAhead } from '../../services/today/meetings-ahead';
import { readRecorded } from '../../services/today/recorded';
import { namesOfActors } from '../../services/staff/actors';
import { GROUPS } from '../../services/today/groups';
import { readToday } from '../../services/today/today';
import { readWaitingTasks } from '../../services/today/waiting-tasks';
import { coreContext } from '../../services/rules/policies';
import { actorOf } from '../../services/staff/viewers';
import { lastProof } from '../../services/upkeep/proof/last-proof';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { paths } from '../paths';
import { type Done, readDone } from '../parts/done';
import { recordedModel, type RecordedModel } from './recorded';
import { todayModel, type TodayModel } from './model';
import { chosen } from '../parts/chosen';

const MOST_TASKS = 20;
/** The register is empty, or is being filled. */
const OPEN_TO_PRACTICE: ReadonlySet<Standing['state']> = new Set(['empty', 'filling', 'stopped']);
const todayView = view<TodayModel & { done: Done | null; recorded: RecordedModel | null }>('today/today.njk');

export const todayPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.today,
    permission: 'deadlines:read',
    audit: 'today-shown',
    params: z.object({}),
    query: z.object({
      whose: z.enum(['mine', 'all']).default('mine'),
      age: chosen(z.enum(['under-18', 'adult'])),
      rating: chosen(z.enum(RATINGS)),
      // One group alone, page by page.
      group: chosen(z.enum(GROUPS)),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
      done: z.string().optional(),
      undone: z.string().optional(),
      of: z.string().optional(),
    }),
    answer: async ({ query, viewer }, context) => {
      const { pool, clock, practice } = context;
      const now = clock();
      const ownOnly = !seesEveryone(viewer.roles);
      const one = query.group ? { group: query.group, page: query.page } : null;
      const [read, recorded, meetings, tasks, proof, done] = await Promise.all([
        readToday(pool, viewer, query, now, coreContext().holidays, one),
        // What was, only for whoever may read it on the pages of these people.
        viewer.permissions.has('history:read') && !one ? readRecorded(pool, viewer, query, now) : null,
        one ? { meetings: [], isWhole: true } : readMeetingsAhead(pool, viewer, query, now),
        // What waits for a person is the team's to do.
        ownOnly || one ? { tasks: [], count: 0 } : readWaitingTasks(pool, viewer, MOST_TASKS, now),
        lastProof(pool),
        readDone(context, viewer, query.of, query, 'today'),
      ]);
      const staff = await namesOfActors(
        pool,
        (recorded?.entries ?? []).flatMap(({ source }) => source ?? []),
      );
      const names = new Map([...staff].map(([actor, name]) => [actor.replace(/^staff:/, ''), name]));
      const asked = practice && read.onRegister === 0 && viewer.permissions.has('practice:fill');
      const mayPractise = asked && OPEN_TO_PRACTICE.has((await readStanding(pool, practice)).state);
      const shown = [
        ...(done ? [done.registerId] : []),
        ...read.lines.map(({ registerId }) => registerId),
        ...meetings.meetings.map(({ registerId }) => registerId),
        ...(recorded?.entries ?? []).map(({ registerId }) => registerId),
        ...tasks.tasks.flatMap(({ person }) => person?.registerId ?? []),
      ];
      return shows(
        todayView,
        {
          ...todayModel(
            read,
            query,
            one,
            tasks,
            meetings,
            proof,
            { permissions: viewer.permissions, actor: actorOf(viewer), ownOnly },
            now,
            mayPractise,
          ),
          done,
          recorded: recordedModel(recorded, names, read.day),
        },
        {
          ...{ title: 'Today', section: 'today', wide: true, saysItself: 'sure' },
          ...(one
            ? { back: { href: paths.today({ whose: query.whose, age: query.age, rating: query.rating }), text: 'Back to all of today' } }
            : {}),
        },
        { shown },
      );
    },
  }),
];
