import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NO_VALUES_LOGGED } from '../../operations/parts/postgres';
import { environmentNames } from '../../infra/env';
import { projectRoot } from '../../infra/project-root';
import { sources } from './modules';

const read = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');

/** What the images of others read; each is in their documentation. */
const others = [
  /^POSTGRES_/,
  /^(PATHWAY|TEMPORAL)_DB_PASSWORD$/,
  /^SQL_PASSWORD$/,
  /^MP_/,
  /^(DB|DB_PORT|BIND_ON_IP|NUM_HISTORY_SHARDS|DYNAMIC_CONFIG_FILE_PATH|PROMETHEUS_ENDPOINT)$/,
  /^TEMPORAL_(DEFAULT_NAMESPACE|DISABLE_WRITE_ACTIONS)$/,
];
/** What docker compose itself, or docker-compose.yml, reads from the file of settings. */
const composeOnly = ['COMPOSE_PROJECT_NAME', 'PATHWAY_IMAGE', 'PATHWAY_TAG', 'API_PORT', 'TEMPORAL_UI_PORT', 'MAIL_PORT'];

const compose = read('docker-compose.yml');
const given = [...compose.matchAll(/^ +([A-Z][A-Z0-9_]+): /gm)].flatMap(([, name]) => name ?? []);
const asked = [...compose.matchAll(/\$\{([A-Z0-9_]+)/g)].flatMap(([, name]) => name ?? []);

describe('the settings of a deployment', () => {
  it('that docker-compose.yml gives are such as somebody reads', () => {
    expect(given.length).toBeGreaterThan(20);
    expect(given.filter((name) => !environmentNames.includes(name) && !others.some((other) => other.test(name)))).toEqual([]);
  });

  it('that the example of .env names are such as docker-compose.yml asks for', () => {
    const examples = [...read('deploy/example.env').matchAll(/^([A-Z0-9_]+)=/gm)].flatMap(([, name]) => name ?? []);
    expect(examples.filter((name) => !asked.includes(name) && name !== 'COMPOSE_PROJECT_NAME')).toEqual([]);
    expect(asked.filter((name) => !environmentNames.includes(name) && !composeOnly.includes(name) && !examples.includes(name))).toEqual([]);
  });

  it('are each explained in the guide', () => {
    const guide = read('docs/deploying.md');
    expect(environmentNames.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  it('let no PostgreSQL log a value: of the compose file, and in the guide for any other', () => {
    const guide = read('docs/deploying.md');
    for (const setting of NO_VALUES_LOGGED) {
      expect(compose).toContain(`      - -c\n      - ${setting}\n`);
      expect(guide).toContain(`\`${setting}\``);
    }
  });

  it('hold no secret in the repository', () => {
    expect(read('deploy/example.env')).not.toMatch(/^(\w*(PASSWORD|KEYS|API_KEY)|DATABASE_URL)=./m);
    expect(compose).not.toMatch(/(PASSWORD|PWD|KEYS|API_KEY): (?!'\$\{)/);
  });

  it('bind every port to this machine alone, and pin every image', () => {
    const ports = [...compose.matchAll(/ports: \[(.*)\]/g)].flatMap(([, list]) => (list ?? '').split(',').map((one) => one.trim()));
    expect(ports.length).toBeGreaterThan(2);
    expect(ports.filter((port) => !port.startsWith("'127.0.0.1:"))).toEqual([]);
    const images = [...compose.matchAll(/image: (.*)/g)].flatMap(([, image]) => image ?? []);
    expect(images.filter((image) => !image.includes('$') && !/:v?\d+\.\d+/.test(image))).toEqual([]);
  });

  const through = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'));

  it('what the image is built from is let through to it: whatever folder the sources of the product use', () => {
    const folders = sources().flatMap((file) => (/^(?:test|proving)\//.test(file) ? [] : (file.split('/')[0] ?? '')));
    expect([...new Set(folders)].filter((folder) => !through.includes(`!${folder}`))).toEqual([]);
  });

  it('what the Dockerfile copies is let through to it, and is there', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, files]) => (files ?? '').split(' '));
    expect(copied.length).toBeGreaterThan(5);
    const wanted = copied.filter((file) => file !== '.');
    expect(wanted.filter((file) => !existsSync(path.join(projectRoot, file)))).toEqual([]);
    expect(wanted.filter((file) => !through.includes(`!${file.split('/')[0]}`))).toEqual([]);
  });
});
