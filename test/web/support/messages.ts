import { type Instant, parseInstant } from '../../../domain/calendar/dates';
import { openMail } from '../../../infra/mail/mail';
import { secretOf } from '../../../services/meetings/actions/links';
import { sendDue } from '../../../services/notices/sending/send';
import { prepareArea } from '../../../services/notices/settings';
import { coreContext } from '../../../services/rules/policies';
import { paths } from '../../../web/paths';
import { testSeals } from '../../support/database/seals';
import { mailCatcher } from '../../support/mail/mail';
import type { TextBrowser } from './browser';
import { type Desk, startDesk } from './desk';
import { atMeeting } from './meetings';

export interface Event {
  readonly type: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly source: string;
}

/** A desk with somebody around whom there are others to write to, and the mail that goes to them. */
export interface Writing {
  readonly desk: Desk;
  readonly registerId: string;
  readonly sam: TextBrowser;
  /** Sends what waits at nine, or another time, as the sender does; out: what came, by whom it is for. */
  mailed(at?: string): Promise<Record<string, string>>;
  /** An action that somebody took on; out: its id. */
  agreed(owner: string, more?: object): Promise<string>;
  events(): Promise<readonly Event[]>;
  /** Asks the owner of an action; out: the address that came to them. */
  asked(action: string): Promise<string>;
  close(): Promise<void>;
}

export const addressIn = (text: string | undefined): string => /http:\/\/localhost\S+\/answer\/\S+/.exec(text ?? '')?.[0] ?? '';

export async function writing(): Promise<Writing> {
  const [desk, catcher] = await Promise.all([startDesk(), mailCatcher()]);
  await prepareArea(desk.pool, 'example', { ownMailServer: false });
  const registerId = await atMeeting(desk);
  for (const contact of [
    { id: 'school', name: 'Ms Specimen, Example Academy', role: 'professional', email: 'specimen@academy.example' },
    { id: 'advo', name: 'Ali Madeup', role: 'advocate', email: 'ali@advocacy.example', chosen: true },
    { id: 'dad', name: 'Dad Madeup', role: 'parent-carer' },
  ])
    await desk.call('POST', `/people/${registerId}/contacts`, contact);
  const sam = await desk.signedIn('sam-okafor');
  await desk.pool.query('delete from notice');
  const answerAt = (link: string): string => new URL(paths.answer({ link: secretOf(testSeals, link) }), desk.url).href;
  let actions = 0;
  const mailed = async (time = '2026-10-02T09:00'): Promise<Record<string, string>> => {
    const mail = openMail({ url: catcher.url, from: 'Service <service@examplevalley.example>' });
    const before = (await catcher.mails()).length;
    const now = (): Instant => parseInstant(time);
    await sendDue({ pool: desk.pool, mail, core: coreContext(), now, answerAt }, 'mail', {});
    mail.close();
    const came = (await catcher.mails()).slice(before);
    return Object.fromEntries(came.map(({ parsed }) => [(parsed.to ?? []).map(({ address = '' }) => address).join(), parsed.text ?? '']));
  };
  return {
    ...{ desk, registerId, sam, mailed },
    agreed: async (owner, more = {}) => {
      const action = `a-${(actions += 1)}`;
      const what = 'Find a quiet room at school';
      await desk.send(registerId, { type: 'action-agreed', action, what, owner, due: '2026-10-20', meeting: 'mam-1', ...more });
      await desk.pool.query('delete from notice');
      return action;
    },
    events: async () => (await desk.call('GET', `/pathways/${registerId}/events`)).body['events'] as Event[],
    asked: async (action) => {
      await sam.go(paths.actionAsk({ registerId, action }));
      await sam.press('Send it');
      return addressIn(Object.values(await mailed())[0]);
    },
    close: async () => {
      await desk.close();
      await catcher.stop();
    },
  };
}
