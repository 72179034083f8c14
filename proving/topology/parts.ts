import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { newKeyRing, readKeyRing } from '../../infra/temporal/codec';
import { startMailCatcher, type CaughtMail } from '../../operations/parts/mail-catcher';
import { startPostgres } from '../../operations/parts/postgres';
import { closing } from '../stage/closing';
import { logOf, makeDatabases, portsOf } from '../stage/place';
import { composeProgram } from './compose';
import { Member } from './member';
import { programMember, runJob, type ProgramSettings } from './programs';
import { buildTemporal, prepareSchemas, startTemporalServer } from './temporal';

const NAMESPACE = 'pathway';
const DATABASE = 'pathway';

type Say = (text: string) => void;

/** What the service rests upon: PostgreSQL, and a Temporal server whose data lie there. */
export interface Ground {
  readonly postgres: Member;
  readonly temporal: Member;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly payloadKeys: string;
  readonly logKeys: string;
  portOf(name: string): number;
  stop(): Promise<void>;
}

/** The whole service as docker-compose.yml would run it, two of each, without containers. */
export interface Topology extends Ground {
  readonly workers: readonly Member[];
  readonly sender: Member;
  readonly apis: readonly Member[];
  /** The area that it serves. */
  readonly area: string;
  /** Everything, in the order of docker-compose.yml. */
  readonly members: readonly Member[];
  mails(): readonly CaughtMail[];
}

/** Starts PostgreSQL and Temporal in an empty folder. What has been started when something fails is stopped again. */
export async function openGround(folder: string, say: Say): Promise<Ground> {
  const { add, stop } = closing();
  const started = async (member: Member): Promise<Member> => {
    add(() => member.stop());
    await member.start();
    return member;
  };
  try {
    const programs = buildTemporal(say);
    const password = randomBytes(16).toString('hex');
    const portOf = await portsOf(['postgres', ...TEMPORAL_PORTS, ...PROGRAMS], FIRST_PORT + (process.pid % 400) * 20);
    const port = portOf('postgres');
    const database = { host: '127.0.0.1', port, user: 'pathway', password };
    const url = (name: string): string => `postgres://${database.user}:${password}@${database.host}:${port}/${name}`;
    const settings = composeProgram('postgres', {
      POSTGRES_PASSWORD: password,
      PATHWAY_DB_PASSWORD: password,
      TEMPORAL_DB_PASSWORD: password,
    })
      .command.slice(1)
      .filter((argument) => argument !== '-c');
    const server = { folder: path.join(folder, 'postgres'), port, password, settings, onLog: logOf(folder, 'postgres') };
    const postgres = await started(new Member('PostgreSQL', () => startPostgres(server)));
    await makeDatabases(url('postgres'), [DATABASE, 'temporal', 'temporal_visibility']);
    prepareSchemas(programs, database);
    const ports = TEMPORAL_PORTS.map(portOf);
    const address = `127.0.0.1:${ports[0]}`;
    const payloadKeys = newKeyRing('topology');
    const logKeys = newKeyRing('topology');
    const temporal = await started(
      new Member('Temporal', () =>
        startTemporalServer({
          programs,
          database,
          folder: path.join(folder, 'temporal'),
          ports,
          address,
          namespace: NAMESPACE,
          keys: readKeyRing(payloadKeys),
          onLog: logOf(folder, 'temporal'),
        }),
      ),
    );
    say('Temporal runs on PostgreSQL');
    return {
      postgres,
      temporal,
      databaseUrl: url(DATABASE),
      temporalAddress: address,
      namespace: NAMESPACE,
      payloadKeys,
      logKeys,
      portOf,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts everything in an empty folder, in the order of docker-compose.yml. What has been started when something fails is stopped again. */
export async function openTopology(folder: string, say: Say): Promise<Topology> {
  const { add, stop } = closing();
  try {
    const ground = await openGround(folder, say);
    add(() => ground.stop());
    const catcher = await startMailCatcher({ port: 0 });
    add(() => catcher.stop());
    const variables = {
      DATABASE_URL: ground.databaseUrl,
      TEMPORAL_ADDRESS: ground.temporalAddress,
      TEMPORAL_NAMESPACE: ground.namespace,
      SMTP_URL: catcher.url,
      PAYLOAD_KEYS: ground.payloadKeys,
      LOG_KEYS: ground.logKeys,
      HEADS_DIR: path.join(folder, 'heads'),
    };
    await runJob('migrate', variables, logOf(folder, 'migrate'));
    const start = async (service: ProgramSettings['service'], name: string): Promise<Member> => {
      const one = programMember({ service, name, port: ground.portOf(name), variables, log: logOf(folder, name) });
      add(() => one.stop());
      await one.start();
      say(`${name} is ready`);
      return one;
    };
    const workers = [await start('worker', 'worker-1'), await start('worker', 'worker-2')];
    const sender = await start('sender', 'sender-1');
    const apis = [await start('api', 'api-1'), await start('api', 'api-2')];
    const members = [ground.postgres, ground.temporal, ...workers, sender, ...apis];
    const area = composeProgram('api', variables).environment['AREA'] ?? '';
    return { ...ground, workers, sender, apis, members, area, mails: () => catcher.mails(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const FIRST_PORT = 21_000;
const TEMPORAL_PORTS = Array.from({ length: 8 }, (_, index) => `temporal-${index}`);
const PROGRAMS = ['worker-1', 'worker-2', 'sender-1', 'api-1', 'api-2'];
