import { coreContext } from '../../../../services/rules/policies';
import { openMail } from '../../../../infra/mail/mail';
import type { Instant } from '../../../../domain/calendar/dates';
import type { SenderDeps } from '../../../../services/notices/sending/attempt';
import { prepareArea } from '../../../../services/notices/settings';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';
import { mailCatcher, type TestMail } from '../../../support/mail/mail';
import { addAdmission, addNotices, addPerson, at } from './world';

/** A database with one person, a mail server, and a sender between them whose clock the test sets. */
export interface Stage {
  readonly database: TestDatabase;
  readonly catcher: TestMail;
  readonly deps: SenderDeps;
  /** What could not be read or written. */
  readonly errors: unknown[];
  now: Instant;
  /** Moves the clock on. */
  later(milliseconds: number): void;
  /** Writes an admission and its notice to the commissioner; gives the notice's key. */
  admission(): Promise<string>;
  strike(): Promise<void>;
}

/** Sets the stage at 11:01 London time on 1 October 2026. Strike it in `afterEach`. */
export async function noticeStage(): Promise<Stage> {
  const [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  const mail = openMail({ url: catcher.url, from: 'Dynamic Support Pathway <service@examplevalley.example>' });
  const errors: unknown[] = [];
  const stage: Stage = {
    database,
    catcher,
    errors,
    now: at('2026-10-01T10:01:00Z'),
    deps: { pool: database.pool, mail, core: coreContext(), now: () => stage.now, onError: (error) => errors.push(error) },
    later: (milliseconds) => {
      stage.now = (stage.now + milliseconds) as Instant;
    },
    admission: async () => {
      const row = await addAdmission(database.pool, 'adm');
      await addNotices(database.pool, [row]);
      return row.key;
    },
    strike: async () => {
      mail.close();
      await Promise.all([database.drop(), catcher.stop()]);
    },
  };
  await prepareArea(database.pool, 'example', { ownMailServer: false });
  await addPerson(database.pool);
  return stage;
}
