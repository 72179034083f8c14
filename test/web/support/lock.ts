import { parse } from 'node-html-parser';
import { paths } from '../../../web/paths';
import type { TextBrowser } from './browser';
import { type Desk, startDesk } from './desk';

const KEY = 'the-key-of-this-test';

export const WORDS = 'Zebra crossing & "grey" <b>skies</b>, Ŵyn\nand a second line';
export const BANNER = 'You were away. What you typed is here; nothing was recorded.';
/** What is answered on the form of a change. */
export const answers = { when: 'today', source: 'family', urgency: 'this-week', what: WORDS };

/** Where Sam, an officer, has a form of Tom's record before them; the idle lock falls after half an hour. */
export interface LockStage {
  readonly desk: Desk;
  readonly registerId: string;
  /** The form of a change. */
  readonly form: string;
  eventsOf(type: string): Promise<{ readonly id: string; readonly on: string }[]>;
  /** What is kept, the oldest first. */
  rows(): Promise<{ readonly id: string; readonly staff: string; readonly page: string }[]>;
}

export async function lockStage(): Promise<LockStage> {
  const desk = await startDesk();
  const registerId = await desk.refer({ name: 'Tom Example', bornOn: '2011-03-02' });
  return {
    desk,
    registerId,
    form: paths.recordEvent({ registerId, type: 'change-reported' }),
    eventsOf: async (type) => {
      const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
      return (body['events'] as { id: string; on: string; type: string }[]).filter((event) => event.type === type);
    },
    rows: async () =>
      (await desk.pool.query<{ id: string; staff: string; page: string }>('select id, staff, page from kept_form order by kept_at')).rows,
  };
}

/** Somebody signs in on a browser that has been led to the sign-in; of somebody else than before, the one before is signed out there first. */
export async function signIn(browser: TextBrowser, name: string): Promise<void> {
  await browser.follow('Sign in');
  await browser.press(name, { key: KEY });
  // A browser with JavaScript sends this form by itself.
  const before = parse(browser.page?.html ?? '').querySelector('form[action$="/session/end/confirm"]');
  if (!before) return;
  const body = new URLSearchParams();
  for (const one of before.querySelectorAll('input')) body.append(one.getAttribute('name') ?? '', one.getAttribute('value') ?? '');
  await browser.go(before.getAttribute('action') ?? '', { method: 'POST', body });
}

/** A field in the main part of the present page, as it stands there. */
export function valueOf(browser: TextBrowser, name: string): string {
  const fields =
    parse(browser.page?.html ?? '')
      .querySelector('main')
      ?.querySelectorAll(`[name="${name}"]`) ?? [];
  const field = fields.find((one) => one.getAttribute('type') !== 'radio' || one.hasAttribute('checked'));
  return field?.tagName === 'TEXTAREA' ? field.text : (field?.getAttribute('value') ?? '');
}
