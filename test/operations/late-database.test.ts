import { connect, createServer, type Server } from 'node:net';
import { prepareDatabase } from '../../operations/parts/database/prepare';
import { anyFreePort } from '../../operations/parts/ports';
import { freshDatabase, type TestDatabase } from '../support/database/database';

describe("a database of somebody else's", () => {
  let database: TestDatabase;
  let way: Server | undefined;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(async () => {
    way?.close();
    await database.drop();
  });

  /** The address of the test's database by another way, which is not open yet. */
  async function byAnotherWay(): Promise<{ url: string; open: () => void }> {
    const there = new URL(database.url);
    const url = new URL(database.url);
    url.port = String(await anyFreePort());
    const open = (): void => {
      way = createServer((socket) => {
        const onward = connect(Number(there.port), there.hostname);
        socket.pipe(onward).pipe(socket);
        for (const end of [socket, onward]) end.on('error', () => undefined);
      }).listen(Number(url.port), '127.0.0.1');
    };
    return { url: url.href, open };
  }

  it('is waited for while it comes up, and that is said once', async () => {
    const { url, open } = await byAnotherWay();
    const said: string[] = [];
    const say = (sentence: string): void => {
      if (said.push(sentence) === 1) open();
    };
    await prepareDatabase(url, { external: true, say });
    expect(said).toEqual([
      `The database of DATABASE_URL (127.0.0.1:${new URL(url).port}) does not answer yet (ECONNREFUSED): waiting for it.`,
    ]);
  });

  it('is given up in one sentence where it does not come, without its password', async () => {
    const { url } = await byAnotherWay();
    const given = prepareDatabase(url, { external: true, say: () => undefined, patience: 0 });
    await expect(given).rejects.toThrow(
      `The database of DATABASE_URL (127.0.0.1:${new URL(url).port}) cannot be used (ECONNREFUSED): start it, or correct DATABASE_URL, or unset it for an embedded one.`,
    );
    await expect(given).rejects.not.toThrow(new URL(url).password);
  });

  it.each([
    ['a wrong password', (url: URL) => (url.password = 'wrong'), '28P01'],
    ['a database that it does not have', (url: URL) => (url.pathname = '/nowhere'), '3D000'],
  ])('is not waited for with %s', async (_, change, code) => {
    const url = new URL(database.url);
    change(url);
    const said: string[] = [];
    const given = prepareDatabase(url.href, { external: true, say: (sentence) => said.push(sentence) });
    await expect(given).rejects.toThrow(`cannot be used (${code})`);
    expect(said).toEqual([]);
  });
});
