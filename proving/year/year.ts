import { isWorkingDay } from '../../domain/calendar/working-days';
import type { MeetingKind, PathwayEvent } from '../../domain/pathway/events';
import { answerOf } from './answers';
import type { Journey, Way } from './ways';
import type { World } from './world';

const HOUR = 60;
/** When in the day what is done, in minutes after 00:00: steps fire at 08:00. */
const AT = { steps: 8 * HOUR + 5, heard: 9 * HOUR, visits: 12 * HOUR, desk: 15 * HOUR, meetings: 17 * HOUR };

/** What was done in the year beside what the database has. */
export interface Done {
  /** A journey is one to a hospital on a day. */
  journeys: number;
  visits: number;
}

const SCHEDULED = `select m.register_id as "registerId", m.id as meeting, m.kind, w.inpatient
  from meeting m join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
 where m.status = 'scheduled' and m."on" = $1 order by m.time, m.register_id, m.id`;

/** Lives through the year, day by day. */
export async function liveThrough(world: World, way: Way): Promise<Done> {
  const done = { journeys: 0, visits: 0 };
  const heard = agendaOf(world);
  const met = new Map<string, number>();
  for (let day = 0; day < world.days; day += 1) {
    world.goTo(day, AT.steps);
    await world.wake();
    world.goTo(day, AT.heard);
    for (const { registerId, events } of heard.get(day) ?? []) await world.hear(registerId, events);
    if (isWorkingDay(world.core.holidays, world.today())) {
      world.goTo(day, AT.visits);
      await visit(world, await way.journeys(world), done);
      world.goTo(day, AT.desk);
      await way.work(world);
    }
    world.goTo(day, AT.meetings);
    await meet(world, heard, met, day);
  }
  return done;
}

interface Said {
  readonly registerId: string;
  readonly events: readonly PathwayEvent[];
}
type Agenda = Map<number, Said[]>;

const put = (agenda: Agenda, day: number, said: Said): void => void agenda.set(day, [...(agenda.get(day) ?? []), said]);

function agendaOf({ lives }: World): Agenda {
  const agenda: Agenda = new Map();
  for (const { registerId, happenings } of lives.values())
    for (const { day, events } of happenings) put(agenda, day, { registerId, events });
  return agenda;
}

async function visit(world: World, journeys: readonly Journey[], done: Done): Promise<void> {
  for (const { people } of journeys)
    for (const registerId of people) if (await world.hear(registerId, [{ type: 'visit-held' }])) done.visits += 1;
  // Whoever makes two visits at one hospital on one day goes there once.
  done.journeys += new Set(journeys.map(({ site }) => site)).size;
}

/** `met`: how many meetings of a kind of somebody have come to their day. */
async function meet(world: World, agenda: Agenda, met: Map<string, number>, day: number): Promise<void> {
  const { rows } = await world.pool.query<{ registerId: string; meeting: string; kind: MeetingKind; inpatient: boolean }>({
    ...{ name: 'year-today', text: SCHEDULED },
    values: [world.today()],
  });
  for (const { registerId, ...meeting } of rows) {
    const life = world.lives.get(registerId);
    if (!life) continue;
    const ofKind = `${registerId}/${meeting.kind}`;
    const nth = (met.get(ofKind) ?? 0) + 1;
    met.set(ofKind, nth);
    const { events, later } = answerOf(life, { ...meeting, nth });
    if (!(await world.hear(registerId, events))) await world.hear(registerId, [{ type: 'meeting-cancelled', meeting: meeting.meeting }]);
    else for (const { inDays, event } of later) put(agenda, day + inDays, { registerId, events: [event] });
  }
}
