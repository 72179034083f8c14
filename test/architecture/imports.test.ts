import { importsOf, sources, textOf, type Import } from './modules';

/** The workflows' message names: what callers need to address a workflow, without its code. */
const names = ['workflows/names', 'workflows/noticeNames', 'workflows/upkeepNames'];
const core = ['domain/', 'infra/'];

/** What each folder may import of our own beside itself; `all` for what puts the parts together. */
const allowed: Record<string, readonly string[] | 'all'> = {
  domain: [],
  // It brings no decision with it.
  infra: [],
  workflows: [],
  // What is generated from Prisma's schema: the tables.
  services: [...core, ...names, 'generated/'],
  activities: ['services/', ...core, ...names],
  api: ['services/', ...core, ...names],
  web: ['services/', ...core, ...names],
  operations: ['services/', ...core],
  scripts: 'all',
  'worker.ts': 'all',
  // The process that answers: API and pages on one port.
  'server.ts': 'all',
  proving: 'all',
  test: 'all',
};

/** The floors of `services`, from the ground up: a room uses itself and the floors below its own, and no other room of its floor. */
const FLOORS: readonly (readonly string[])[] = [
  ['tables', 'shapes'],
  ['record', 'rules', 'tasks', 'access'],
  ['people', 'staff', 'areas', 'restricted', 'forms'],
  ['notices'],
  ['commit'],
  ['workflow', 'pathway'],
  ['referrals', 'today', 'meetings'],
  ['upkeep', 'rehearsal', 'practice', 'register-review'],
  ['measures'],
];
/** What a room has beside the floors below it. A rehearsal brings up a database and Temporal of its own. */
const BESIDE: Record<string, readonly string[]> = { rehearsal: ['operations/parts/'] };
const roomOf = (file: string): string => file.split('/')[1] ?? '';
const floorOf = (room: string): number => FLOORS.findIndex((rooms) => rooms.includes(room));

/** The packages of the pure core and of the workflows; of other packages workflows may know types. */
const packages: Record<string, readonly string[]> = {
  domain: ['zod', 'temporal-polyfill'],
  workflows: ['@temporalio/workflow', '@temporalio/common'],
};

const product = sources().filter((file) => !/^(test|proving)\//.test(file));
const imports = sources().flatMap(importsOf);
const folderOf = (file: string): string => file.split('/')[0] ?? '';
const shown = ({ from, to }: Import): string => `${from} → ${to}`;

describe('imports point one way (docs/adr/0009-one-way-imports.md)', () => {
  it('reads the project', () => {
    expect(sources().length).toBeGreaterThan(50);
    expect(imports).toContainEqual({ from: 'infra/log.ts', to: 'infra/env', own: true, typeOnly: false });
    expect(imports).toContainEqual({ from: 'infra/log.ts', to: 'pino', own: false, typeOnly: false });
  });

  it('every folder of sources has its rule', () => {
    expect([...new Set(sources().map(folderOf))].filter((folder) => !(folder in allowed))).toEqual([]);
  });

  it('each folder imports only what it may', () => {
    const wrong = imports.filter(({ from, to, own, typeOnly }) => {
      const folder = folderOf(from);
      const may = allowed[folder];
      if (!own || may === 'all' || may === undefined || to === folder || to.startsWith(`${folder}/`)) return false;
      if (folder === 'services' && BESIDE[roomOf(from)]?.some((place) => to.startsWith(place))) return false;
      if (folder === 'workflows' && typeOnly && /^(activities|domain)\//.test(to)) return false;
      // The type of what a workflow is started with is part of its messages.
      if (typeOnly && to.startsWith('workflows/') && folder !== 'domain') return false;
      return !may.some((place) => (place.endsWith('/') ? to.startsWith(place) : to === place));
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('every room of services has its floor, and every floor its rooms', () => {
    const rooms = [...new Set(product.filter((file) => folderOf(file) === 'services').map(roomOf))];
    expect(rooms.toSorted()).toEqual(FLOORS.flat().toSorted());
  });

  it('the design lists the floors as they are (docs/design.md)', () => {
    const listed = [...textOf('docs/design.md').matchAll(/^\| \d \| (.+) \|$/gm)].map(([, rooms = '']) =>
      [...rooms.matchAll(/`([a-z-]+)`/g)].map(([, room]) => room),
    );
    expect(listed.toReversed()).toEqual(FLOORS);
  });

  it('a room of services uses only the floors below its own', () => {
    const wrong = imports.filter(({ from, to, own }) => {
      if (!own || folderOf(from) !== 'services' || folderOf(to) !== 'services' || roomOf(from) === roomOf(to)) return false;
      return floorOf(roomOf(to)) >= floorOf(roomOf(from));
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('routes do not import each other, but for the table that lists them', () => {
    const wrong = imports.filter(
      ({ from, to, own }) => own && from.startsWith('api/routes/') && to.startsWith('api/routes/') && from !== 'api/routes/table.ts',
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it('domain is pure, and workflows are deterministic: no Node, no database, no network', () => {
    const wrong = imports.filter(({ from, to, own, typeOnly }) => {
      const may = packages[folderOf(from)];
      return may && !own && !may.includes(to) && !(typeOnly && folderOf(from) === 'workflows' && to.startsWith('@temporalio/'));
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('domain takes the time as an argument, and leaves chance alone', () => {
    const wrong = product.filter(
      (file) => folderOf(file) === 'domain' && /\bDate\.now\(|\bnew Date\(\)|Math\.random|Temporal\.Now|\bprocess\./.test(textOf(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('only infra reads the environment', () => {
    expect(product.filter((file) => folderOf(file) !== 'infra' && /process\.env\b/.test(textOf(file)))).toEqual([]);
  });

  it('nothing of the product imports tests', () => {
    expect(imports.filter(({ from, to }) => product.includes(from) && /^(test|proving)\//.test(to)).map(shown)).toEqual([]);
  });

  it('no files import each other in a circle', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to, own, typeOnly } of imports) {
      if (own && !typeOnly) graph.set(from, [...(graph.get(from) ?? []), `${to}.ts`]);
    }
    const done = new Set<string>();
    const circleFrom = (file: string, way: readonly string[]): string[] | undefined => {
      if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const next of graph.get(file) ?? []) {
        const circle = circleFrom(next, [...way, file]);
        if (circle) return circle;
      }
      done.add(file);
      return undefined;
    };
    expect([...graph.keys()].map((file) => circleFrom(file, [])).filter(Boolean)).toEqual([]);
  });
});
