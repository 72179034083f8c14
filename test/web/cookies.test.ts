import express from 'express';
import supertest from 'supertest';
import { sessions } from '../../web/app/way/sessions';
import { freshDatabase, type TestDatabase } from '../support/database/database';
import { testSeals } from '../support/database/seals';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

function app(secure: boolean) {
  const made = express();
  made.use(sessions(database.pool, testSeals, secure));
  made.get('/', (request, response) => {
    request.session.hideNames = true;
    response.send('x');
  });
  return made;
}

test('over TLS that ends at a proxy the cookie is the browser’s own to keep, and goes nowhere else', async () => {
  const answer = await supertest(app(true)).get('/').set('X-Forwarded-Proto', 'https');
  const [cookie = ''] = answer.get('Set-Cookie') ?? [];
  expect(cookie).toMatch(/^__Host-pathway=/);
  for (const word of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(word);
  expect(cookie).not.toContain('Domain');
});

test('without TLS none is set where the pages are reached over TLS', async () => {
  const answer = await supertest(app(true)).get('/');
  expect(answer.get('Set-Cookie')).toBeUndefined();
});

test('on one machine it is kept from scripts too, and a forged one opens nothing', async () => {
  const made = app(false);
  const [cookie = ''] = (await supertest(made).get('/')).get('Set-Cookie') ?? [];
  expect(cookie).toMatch(/^pathway=.*HttpOnly/);
  const forged = (cookie.split(';')[0] ?? '').replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
  const again = await supertest(made).get('/').set('Cookie', forged);
  expect(again.get('Set-Cookie')?.[0]?.split(';')[0]).not.toBe(cookie.split(';')[0]);
});
