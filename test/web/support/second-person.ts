import { paths } from '../../../web/paths';
import type { TextBrowser } from './browser';
import { type Desk, startDesk } from './desk';

/** A Friday in London. */
export const FRIDAY = '2026-10-02T08:30';
export const admitted = { type: 'admitted', on: '2026-09-20', security: 'low', detained: false, planned: true };

/** Corrects over the pages, from the list of what can be corrected on. */
export async function correct(browser: TextBrowser, registerId: string, what: string, answers: Record<string, string>): Promise<void> {
  await browser.go(paths.correct({ registerId }));
  await browser.follow(what);
  await browser.press('See what this changes', answers);
  await browser.press(answers['how'] === 'put-right' ? 'Put it right' : 'Take it back');
}

/** The lines of Today about somebody. */
export async function todayOf(browser: TextBrowser, registerId: string): Promise<string> {
  const landed = await browser.go(paths.today());
  const lines = (landed.html.match(/<li><span>(?:(?!<li>)[\s\S])*?<\/li>/g) ?? []).filter((one) => one.includes(registerId));
  return lines
    .join(' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A desk with Sam, who corrects, and Ana and Kim, who may confirm. */
export class SecondPerson {
  private constructor(
    readonly desk: Desk,
    public sam: TextBrowser,
    readonly ana: TextBrowser,
    public kim: TextBrowser,
  ) {}

  static async start(): Promise<SecondPerson> {
    const desk = await startDesk();
    const [sam, ana, kim] = [await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example'), await desk.signedIn('kim-manager')];
    return new SecondPerson(desk, sam, ana, kim);
  }

  /** Somebody whose discharge was recorded for the wrong person, and taken back by Sam over the pages. Out: the register id, and the correction's id. */
  async takenBack(): Promise<{ registerId: string; event: string }> {
    const registerId = await this.desk.refer();
    await this.desk.send(registerId, admitted);
    await this.desk.send(registerId, { type: 'discharged', on: '2026-10-01', destination: 'home' });
    await correct(this.sam, registerId, 'Discharge', { how: 'take-back', 'correction-reason': 'It was somebody else' });
    return { registerId, event: await this.lastOf(registerId) };
  }

  async eventsOf(registerId: string): Promise<{ id: string; type: string }[]> {
    return (await this.desk.call('GET', `/pathways/${registerId}/events`)).body['events'] as { id: string; type: string }[];
  }
  async lastOf(registerId: string): Promise<string> {
    return (await this.eventsOf(registerId)).at(-1)?.id ?? '';
  }
  async idOf(registerId: string, type: string): Promise<string> {
    return (await this.eventsOf(registerId)).find((one) => one.type === type)?.id ?? '';
  }

  async tasksOf(registerId: string): Promise<{ key: string; status: string; params: Record<string, string> }[]> {
    const { rows } = await this.desk.pool.query<{ key: string; status: string; params: Record<string, string> }>(
      `select key, status, params from task where register_id = $1 and kind like 'correction-%' order by created_at, key`,
      [registerId],
    );
    return rows;
  }
  async openOf(registerId: string): Promise<string[]> {
    return (await this.tasksOf(registerId)).filter(({ status }) => status === 'open').map(({ key }) => key);
  }
  async saidOf(event: string): Promise<{ outcome: string; by: string; why: string | null }[]> {
    const { rows } = await this.desk.pool.query<{ outcome: string; by: string; why: string | null }>(
      'select outcome, by, why from confirmation where event_id = $1 order by number',
      [event],
    );
    return rows;
  }
}
