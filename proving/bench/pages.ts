import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Pool } from 'pg';
import { openPool } from '../../infra/database/database';
import { copyPeople, modelPeople } from './support/crowd';
import { type Figure, shown } from './support/figures';
import { ofRounds, type Leg, percentile, together } from './support/measure';
import { addUsers, settleModels, settlePeopleIn, spreadDays, staffIds } from './support/pages/fill';
import { fillForms } from './support/pages/forms';
import { Browsers, signIn, type SignedIn } from './support/pages/browser';
import { type Served, watchedApp } from './support/pages/served';
import { pagesOf, type Which } from './support/pages/which';
import { paths } from '../../web/paths';
import { NOON, patient, prepareDatabase } from './support/people';
import type { Bench, Scale, Scenario, Sizes } from './support/scenario';
import { startApi, startPageFiles } from './support/service';
import type { Database } from './support/stage';

const PEOPLE: Readonly<Record<Scale, readonly [number, number]>> = { small: [300, 1_000], '1': [2_000, 50_000], '10': [2_000, 50_000] };
/** Pages asked for in a leg, at most; a leg ends before, after so many seconds. */
const PAGES: Sizes = { small: 40, '1': 120, '10': 1_000 };
const SECONDS: Sizes = { small: 1, '1': 2, '10': 10 };
/** Pages asked for by one user alone. */
const ALONE: Sizes = { small: 10, '1': 40, '10': 200 };
/** Long enough for all of these at the bound: 95 of 100 says nothing of a few. */
const ALONE_SECONDS: Sizes = { small: 1, '1': 5, '10': 20 };
const ROUNDS: Sizes = { small: 1, '1': 2, '10': 3 };
const USERS = 20;
const scenario = 'h';

const KB = 1_000;
/** Bounds of the desk: compressed bytes of a first visit, and of each later page; milliseconds of one page alone, for 95 of 100. */
const FIRST_VISIT_KB = 150;
const LATER_PAGE_KB = 40;
const ALONE_MS = 100;

/** (h) The pages of the desk under 20 users, at two sizes of the register: their time, their weight, and how they grow. */
export const pages: Scenario = async (bench) => {
  const { stage, scale, say } = bench;
  const database = await stage.database();
  const pool = openPool({ url: database.url });
  await prepareDatabase(pool);
  const staff = staffIds(USERS);
  await addUsers(pool, staff);
  const models = await modelPeople(pool);
  await settleModels(pool);
  const people = [...models];
  await settlePeopleIn(pool, models, staff);
  await fillForms(pool, models);
  const users = await signIn(pool, staff);
  const [few, many] = PEOPLE[scale];
  const api = await startApi(stage, database, { clockOffset: NOON - Date.now() });
  const browsers = new Browsers(api.url, USERS);
  const figures: Measured[][] = [];
  for (const size of [few, many]) {
    say(`pages: ${size} people`);
    const copies = await copyPeople(pool, models, people.length, size);
    await spreadDays(pool, copies);
    await settlePeopleIn(pool, copies, staff);
    people.push(...copies);
    say(`pages: ${await standing(pool)}`);
    figures.push(await measured(bench, { database, pool, browsers, users, size, listsAlone: size === many }));
    say(`pages: ${size} people are measured`);
  }
  const assets = await assetBytes(browsers, pick(users, 0));
  browsers.close();
  await api.stop();
  await pool.end();
  const [small = [], large = []] = figures;
  return [
    ...small.flatMap((one) => one.figures),
    ...firstVisit(small, assets),
    ...large.flatMap((one) => [...one.figures, ...grown(one, small, few)]),
  ];
};

const LINKED = /<(?:link rel="(?:icon|stylesheet)" href|script src)="([^"]+)"/g;
const NAMED = /url\(["']?(\/[^"')]+)/g;

/** The bytes over the line of the style sheets and the script of a page, and of all pictures that they name. */
async function assetBytes(browsers: Browsers, user: SignedIn): Promise<number> {
  const page = (await browsers.ask({ path: paths.developers() }, user)).html();
  const addresses = new Set<string>([...page.matchAll(LINKED)].map(([, address = '']) => address));
  let bytes = 0;
  // What a style sheet names is added while it is gone through.
  for (const address of addresses) {
    const got = await browsers.ask({ path: address }, null);
    bytes += got.bytes;
    for (const [, named = ''] of got.html().matchAll(NAMED)) addresses.add(named);
  }
  return bytes;
}

/** What there is, for whoever reads the course. */
async function standing(pool: Pool): Promise<string> {
  const { rows } = await pool.query<Record<string, number>>(
    `select (select count(*)::int from person) as people, (select count(*)::int from deadline) as deadlines,
       (select count(*)::int from deadline where owed) as owed, (select count(*)::int from notice) as notices,
       (select count(*)::int from access_log) as looks`,
  );
  return Object.entries(rows[0] ?? {})
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

interface Register {
  readonly database: Database;
  readonly pool: Pool;
  readonly browsers: Browsers;
  readonly users: readonly SignedIn[];
  readonly size: number;
  /** Only what is of everyone: the rest does not know how many there are. */
  readonly listsAlone: boolean;
}

/** A page with its figures. */
interface Measured {
  readonly what: string;
  readonly p50: number;
  /** Compressed, in bytes. */
  readonly bytes: number;
  readonly figures: readonly Figure[];
}

async function measured({ scale, stage, say }: Bench, register: Register): Promise<Measured[]> {
  const { database, pool, browsers, users, size, listsAlone } = register;
  const [reader] = users;
  if (!reader) throw new Error('nobody has signed in');
  const bare = openPool({ url: database.url });
  // Twenty at once of what the service reads once for all of them take longer than it waits for any statement.
  bare.on('connect', (client) => void client.query('set statement_timeout = 0'));
  const watched = await watchedApp(stage, database);
  const folder = path.join(stage.folder, `pages-${size}`);
  mkdirSync(folder, { recursive: true });
  const found: { readonly which: Which; readonly served: readonly Served[]; readonly file: string }[] = [];
  for (const which of (await pagesOf(pool)).filter(({ list }) => list || !listsAlone)) {
    await freshMinute(pool);
    const served: Served[] = [];
    for (const asked of which.asked) served.push(await watched.serve(asked, reader));
    const file = `/${found.length}.html`;
    writeFileSync(path.join(folder, file), served[0]?.html ?? '');
    found.push({ which, served, file });
  }
  await watched.close();
  const files = await startPageFiles(stage, database, folder);
  const fileBrowsers = new Browsers(files.url, USERS);
  const all: Measured[] = [];
  say(`pages: measuring ${found.length} pages`);
  for (const { which, served, file } of found) {
    await freshMinute(pool);
    const turns = Array.from({ length: PAGES[scale] }, (_, index) => index);
    const ours = (turn: number) => browsers.ask(pick(which.asked, turn), pick(users, turn));
    const works = {
      ours: () => together(USERS, within(turns, SECONDS[scale]), ours),
      query: () => together(USERS, within(turns, SECONDS[scale]), (turn) => eachOf(bare, pick(served, turn))),
      file: () => together(USERS, within(turns, SECONDS[scale]), () => fileBrowsers.ask({ path: file }, null)),
    };
    const rounds = await inTurns(ROUNDS[scale], works);
    const alone = await together(1, within(turns.slice(0, ALONE[scale]), ALONE_SECONDS[scale]), ours);
    const page = figuresOf(`${size} people: ${which.what}`, which.what, served, rounds, alone);
    all.push(page);
    say(
      `pages: ${page.figures
        .filter(({ baseline }) => baseline === undefined)
        .map(toldOf)
        .join('; ')}`,
    );
  }
  fileBrowsers.close();
  await files.stop();
  await bare.end();
  return all;
}

/** A figure of its own, for whoever reads the course: what takes long may be stopped before its table. */
const toldOf = ({ what, value, unit }: Figure): string => `${what}: ${shown(value)} ${unit}`;

/** The searches of the last minute are forgotten: how many are taken in one is no part of a figure. */
const freshMinute = (pool: Pool): Promise<unknown> => pool.query('delete from rate_limit');

/** The statements of a page one after the other. */
async function eachOf(pool: Pool, { reads }: Served): Promise<void> {
  for (const { text, values, name } of reads) await pool.query({ ...patient(text, values), ...(name === undefined ? {} : { name }) });
}

/** The turns, until so many seconds have passed; one at least. */
function* within(turns: readonly number[], seconds: number): Generator<number> {
  const end = performance.now() + seconds * 1_000;
  for (const turn of turns) {
    if (turn > 0 && performance.now() > end) return;
    yield turn;
  }
}

type Rounds<Leg> = Readonly<Record<'ours' | 'query' | 'file', Leg>>;

/** Each once that does not count, then so many rounds in turns. */
async function inTurns(rounds: number, works: Rounds<() => Promise<Leg>>): Promise<Rounds<Leg[]>> {
  const legs: Rounds<Leg[]> = { ours: [], query: [], file: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const kind of ['ours', 'query', 'file'] as const) {
      const leg = await works[kind]();
      if (round > 0) legs[kind].push(leg);
    }
  }
  return legs;
}

function figuresOf(what: string, name: string, served: readonly Served[], legs: Rounds<Leg[]>, alone: Leg): Measured {
  const [ours, query, file] = [ofRounds(legs.ours), ofRounds(legs.query), ofRounds(legs.file)];
  const bytes = Math.max(...served.map((one) => one.bytes));
  const whole = Math.max(...served.map(({ html }) => Buffer.byteLength(html)));
  const { reads = [], statements = 0 } = served[0] ?? {};
  const bare = `its ${reads.length} reads bare (of ${statements} statements)`;
  const figure = (key: 'p50' | 'p95', beside: string, value: number): Figure => ({
    scenario,
    what: `${what}, ${key}`,
    unit: 'ms',
    value: ours[key],
    baseline: { what: beside, value },
  });
  return {
    what: name,
    p50: ours.p50,
    bytes,
    figures: [
      ...(['p50', 'p95'] as const).flatMap((key) => [figure(key, bare, query[key]), figure(key, 'the same HTML from a file', file[key])]),
      { scenario, what: `${what}, alone, p95`, unit: 'ms', value: percentile(alone.milliseconds, 95), aim: { atMost: ALONE_MS } },
      {
        scenario,
        what: `${what}, over the line (${shown(whole / KB)} kB unpacked)`,
        unit: 'kB',
        value: bytes / KB,
        aim: { atMost: LATER_PAGE_KB },
      },
    ],
  };
}

/** The heaviest page with all that a browser fetches for it. */
function firstVisit(all: readonly Measured[], assets: number): Figure[] {
  const page = Math.max(...all.map(({ bytes }) => bytes));
  return [
    { scenario, what: 'style sheets and pictures, fetched once', unit: 'kB', value: assets / KB },
    { scenario, what: 'a first visit, to the heaviest page', unit: 'kB', value: (page + assets) / KB, aim: { atMost: FIRST_VISIT_KB } },
  ];
}

/** A page's time at the larger register beside that at the smaller one. */
function grown({ what, p50 }: Measured, before: readonly Measured[], size: number): Figure[] {
  const same = before.find((one) => one.what === what);
  if (!same) return [];
  return [
    {
      scenario,
      what: `${what}, grown, p50`,
      unit: 'ms',
      value: p50,
      baseline: { what: `the same at ${size} people`, value: same.p50 },
      aim: { atMost: 2 },
    },
  ];
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('there is nothing to ask for');
  return item;
}
