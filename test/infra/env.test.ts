import path from 'node:path';
import { newKeyRing } from '../../infra/temporal/codec';
import { readEnvironment } from '../../infra/env';
import { projectRoot } from '../../infra/project-root';

describe('the environment', () => {
  it('has a value for everything that can have one', () => {
    expect(readEnvironment({})).toMatchObject({
      PORT: 8080,
      DATA_DIR: path.join(projectRoot, '.data'),
      TEMPORAL_NAMESPACE: 'default',
      AREA: 'example',
      LOG_LEVEL: 'info',
      IDLE_MINUTES: 30,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: ' ' })).toEqual(readEnvironment({}));
  });

  it('reads what is set', () => {
    const keys = newKeyRing('one');
    const set = {
      PORT: '9000',
      DATA_DIR: '/var/pathway',
      TEMPORAL_ADDRESS: 'temporal:7233',
      DATABASE_URL: 'postgresql://u@db/pathway',
      SMTP_URL: 'smtps://mail.example.test',
      PAYLOAD_KEYS: keys,
    };
    expect(readEnvironment(set)).toMatchObject({ ...set, PORT: 9000 });
  });

  it.each([
    [{ PORT: '0' }, 'PORT must be 1 to 65535 (it is "0").'],
    [{ PORT: '8080.5' }, 'PORT must be a whole number (it is "8080.5").'],
    [{ TEMPORAL_ADDRESS: 'http://temporal:7233' }, 'TEMPORAL_ADDRESS must be host:port (it is "http://temporal:7233").'],
    [{ AREA: '../secret' }, 'AREA must be the name of a file in policies/areas, without .json (it is "../secret").'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL '],
    [{ DATABASE_URL: 'mysql://u:hidden@db' }, 'DATABASE_URL must be an address that begins with postgres:// or postgresql://.'],
    [{ IDLE_MINUTES: '4' }, 'IDLE_MINUTES must be 5 to 60 (it is "4").'],
    [{ IDLE_MINUTES: '61' }, 'IDLE_MINUTES must be 5 to 60 (it is "61").'],
    [{ IDLE_MINUTES: '7.5' }, 'IDLE_MINUTES must be a whole number (it is "7.5").'],
    [{ TIMER_CHECK_MINUTES: '0' }, 'TIMER_CHECK_MINUTES must be 1 to 1440 (it is "0").'],
    [
      { WORKER_ROLES: 'pathways,mail' },
      'WORKER_ROLES must be some of pathways, notices, upkeep, with commas between (it is "pathways,mail").',
    ],
    [{ WORKER_ROLES: ',' }, 'WORKER_ROLES must be some of'],
    [{ TEMPORAL_WORKER_BUILD_ID: '1.0.0' }, 'TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_WORKER_BUILD_ID belong together: set both, or neither.'],
    [{ TEMPORAL_DEPLOYMENT_NAME: 'path.way' }, 'TEMPORAL_DEPLOYMENT_NAME must be letters, digits, - and _ (it is "path.way").'],
    [{ METRICS_PORT: 'many' }, 'METRICS_PORT must be a number (it is "many").'],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
      'OTEL_EXPORTER_OTLP_ENDPOINT must be an address that begins with http:// or https://',
    ],
    [
      { PRACTICE: 'offered', DATABASE_URL: 'postgres://u:hidden@db/pathway' },
      'PRACTICE must not be offered where DATABASE_URL is on another machine',
    ],
    [
      { PRACTICE: 'offered', TEMPORAL_ADDRESS: 'temporal:7233' },
      'PRACTICE must not be offered where TEMPORAL_ADDRESS is on another machine',
    ],
    [{ PRACTICE: 'offered', SMTP_URL: 'smtps://mail.example.test' }, 'PRACTICE must not be offered where SMTP_URL is on another machine'],
    [{ SMTP_URL: 'hidden' }, 'SMTP_URL must be an address that begins with smtp:// or smtps://.'],
    [{ PAYLOAD_KEYS: 'one:hidden' }, 'PAYLOAD_KEYS cannot be used: the key one of the key ring must be 32 bytes in base64'],
  ])('says what is wrong with %j', (variables, sentence) => {
    expect(() => readEnvironment(variables)).toThrow(sentence);
    expect(() => readEnvironment(variables)).not.toThrow('hidden');
  });

  it('makes a worker everything, or what is asked for', () => {
    expect([...readEnvironment({}).WORKER_ROLES]).toEqual(['pathways', 'notices', 'upkeep']);
    expect([...readEnvironment({ WORKER_ROLES: 'upkeep, pathways' }).WORKER_ROLES].sort()).toEqual(['pathways', 'upkeep']);
  });

  it('says everything that is wrong at once', () => {
    expect(() => readEnvironment({ PORT: '0', LOG_LEVEL: 'loud' })).toThrow(/PORT .*\nLOG_LEVEL /);
  });
});
