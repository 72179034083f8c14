import { STAFF_ROLES, type StaffRole } from '../../../domain/access/roles';
import { paths } from '../../../web/paths';
import type { TextBrowser } from './browser';
import { type Desk, startDesk } from './desk';

export const NAME = 'Zaphira Madeup-Secretname';
/** What tells who somebody is: names and their parts, birth dates, the age, words, a contact, the NHS number, the hospital. */
export const TELLS = /Zaphira|Madeup-Secretname|Zebedee|2 March 2011|2011-03-02|15 years|, 15\b|999 ?000 ?0018|Wardrobe|RX9ZZ/;

const WHO: Readonly<Record<StaffRole, string>> = {
  'lda-officer': 'sam-okafor',
  commissioner: 'lee-commissioner',
  manager: 'kim-manager',
  auditor: 'robin-auditor',
  keyworker: 'pat-keyworker',
  'panel-member': 'jo-panel',
  'service-administrator': 'ash-administrator',
};

/** A desk with a record that is restricted to Ana, and somebody of each role. */
export interface RestrictedRecord {
  readonly desk: Desk;
  readonly registerId: string;
  /** The id of a refused event of it, and of a notice to its family. */
  readonly refused: string;
  readonly notice: string;
  /** Ana, who is named. */
  readonly named: TextBrowser;
  at(role: StaffRole): TextBrowser;
  /** Everybody signs in anew: whoever presses nothing for half an hour is signed out. */
  anew(): Promise<void>;
  /** Restricts the record on its page. */
  restrict(who: TextBrowser, staff?: readonly string[]): Promise<void>;
  end(who: TextBrowser): Promise<void>;
}

/** Starts it. */
export async function restrictedRecord(): Promise<RestrictedRecord> {
  const desk = await startDesk();
  const contacts = [{ id: 'mum', name: 'Zebedee Mother', role: 'parent-carer', chosen: true, email: 'zebedee@family.example' }];
  const registerId = await desk.refer({ name: NAME, nhsNumber: '9990000018', contacts });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'parental-responsibility', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'rating-set', rating: 'red', reason: 'Wardrobe words' });
  await desk.send(registerId, { type: 'admitted', security: 'low', detained: false, planned: true, site: 'RX9ZZ' });
  const meeting = {
    meeting: 'm-1',
    kind: 'post-admission-cetr',
    on: '2026-10-12',
    time: '10:00',
    place: 'Wardrobe Room',
    invited: ['team', 'mum'],
  };
  await desk.send(registerId, { type: 'meeting-scheduled', ...meeting });
  const { body } = await desk.call('POST', `/pathways/${registerId}/events`, {
    type: 'admitted',
    security: 'low',
    detained: false,
    planned: true,
  });
  expect(body['status']).toBe(409);
  const { body: heard } = await desk.call('GET', `/pathways/${registerId}/events`);
  const refused = (heard['events'] as { id: string; status: string }[]).find(({ status }) => status === 'refused')?.id ?? '';
  const { rows } = await desk.pool.query<{ ref: string }>(
    `select ref from notice where register_id = $1 and recipient = 'contact:mum' order by key limit 1`,
    [registerId],
  );
  const browsers = new Map<StaffRole, TextBrowser>();
  const record: RestrictedRecord = {
    ...{ desk, registerId, refused, notice: rows[0]?.ref ?? '', named: await desk.signedIn('ana-example') },
    at: (role) => {
      const browser = browsers.get(role);
      if (!browser) throw new Error(`no ${role} has signed in`);
      return browser;
    },
    anew: async () => {
      // Many sign in within a minute here.
      await desk.pool.query('delete from rate_limit');
      for (const role of STAFF_ROLES) browsers.set(role, await desk.signedIn(WHO[role]));
    },
    restrict: async (who, staff = ['ana-example']) => {
      await who.go(paths.restriction({ registerId }));
      await who.press('Restrict this record', { code: 'safety', why: 'Threats against the family', staff });
      expect(who.text()).toContain('The record is restricted.');
    },
    end: async (who) => {
      await who.go(paths.restriction({ registerId }));
      await who.press('End the restriction', { code: 'other', why: 'Over' });
      expect(who.text()).toContain('The restriction has ended.');
    },
  };
  await record.anew();
  await record.restrict(record.at('manager'));
  return record;
}
