import { afterEach, describe, expect, it } from 'vitest';
import { databaseTime } from '../../src/db/database-time.ts';
import { type ReadinessNeeds, readinessRoutes } from '../../src/web/readiness-routes.ts';
import { startWebServer, type WebServer } from '../../src/web/web-server.ts';
import { openTestDatabase, workOn } from '../support/database.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

const servers: WebServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function asked(needs: Partial<ReadinessNeeds>): Promise<{ status: number; body: unknown }> {
  const app = readinessRoutes({ databaseTime: async () => NOW, processTime: () => NOW, parts: {}, ...needs });
  const server = await startWebServer({ host: '127.0.0.1', port: 0, app });
  servers.push(server);
  const answer = await fetch(`${server.url}/readyz`);
  return { status: answer.status, body: await answer.json() };
}

describe('/readyz', () => {
  it('is ready when the database answers, the clocks agree and all parts run', async () => {
    const answer = await asked({ parts: { inbox: () => true, sender: () => true } });

    expect(answer).toEqual({ status: 200, body: { ready: true, missing: [], clockOffMs: 0 } });
  });

  it('names a part that does not run', async () => {
    const answer = await asked({ parts: { inbox: () => false, sender: () => true } });

    expect(answer).toEqual({ status: 503, body: { ready: false, missing: ['inbox'], clockOffMs: 0 } });
  });

  it('is not ready without the database, and still names the rest', async () => {
    const answer = await asked({
      databaseTime: () => Promise.reject(new Error('postgres://shop:password@away')),
      parts: { sender: () => false },
    });

    const body = { ready: false, missing: ['database', 'sender'], clockOffMs: null };
    expect(answer).toEqual({ status: 503, body });
  });

  it('tells what an operator should know, and is ready all the same', async () => {
    const note = 'webhook: 502 Bad Gateway; 4 updates wait';

    const answer = await asked({ notes: async () => [note] });

    const body = { ready: true, missing: [], clockOffMs: 0, notes: [note] };
    expect(answer).toEqual({ status: 200, body });
  });

  it.each([
    ['has nothing to say', async () => []],
    ['cannot be asked', () => Promise.reject(new Error('away'))],
    ['hangs', () => new Promise<string[]>(() => {})],
  ])('says no more than usual where who knows more %s', async (_, notes) => {
    const answer = await asked({ notes, patienceMs: 50 });

    expect(answer).toEqual({ status: 200, body: { ready: true, missing: [], clockOffMs: 0 } });
  });

  it('does not wait for a database that hangs', async () => {
    const answer = await asked({ databaseTime: () => new Promise(() => {}), patienceMs: 50 });

    expect(answer.status).toBe(503);
  });

  it('asks a slow database once, however many want to know', async () => {
    let questions = 0;
    const { promise, resolve } = Promise.withResolvers<Date>();
    const app = readinessRoutes({
      databaseTime: () => {
        questions++;
        return promise;
      },
      processTime: () => NOW,
      parts: {},
    });

    const answers = [app.request('/readyz'), app.request('/readyz'), app.request('/readyz')];
    resolve(NOW);
    const statuses = (await Promise.all(answers)).map(({ status }) => status);

    expect({ statuses, questions }).toEqual({ statuses: [200, 200, 200], questions: 1 });
  });

  it('puts no second question to a database that hangs, and is ready again when it answers', async () => {
    let questions = 0;
    const { promise, resolve } = Promise.withResolvers<Date>();
    const databaseTime = () => {
      questions++;
      return promise;
    };
    const app = readinessRoutes({ databaseTime, processTime: () => NOW, parts: {}, patienceMs: 10 });

    const hanging = [(await app.request('/readyz')).status, (await app.request('/readyz')).status];
    const asked = questions;
    resolve(NOW);
    await promise;
    const after = (await app.request('/readyz')).status;

    expect({ hanging, asked, after }).toEqual({ hanging: [503, 503], asked: 1, after: 200 });
  });

  it.each([
    [-2_500, 503],
    [-1_900, 200],
    [1_900, 200],
    [2_500, 503],
  ])("with the database's clock %d ms off answers %d", async (ms, status) => {
    const answer = await asked({ databaseTime: async () => later(ms) });

    expect(answer).toMatchObject({
      status,
      body: { clockOffMs: ms, missing: status === 200 ? [] : ['clock'] },
    });
  });

  it('does not take a slow answer for a clock that is off', async () => {
    const times = [NOW, later(10_000)];

    const answer = await asked({
      databaseTime: async () => later(5_000),
      processTime: () => times.shift() ?? NOW,
    });

    expect(answer).toMatchObject({ status: 200, body: { clockOffMs: 0 } });
  });

  it("reads the real database's clock", async () => {
    const database = await openTestDatabase();

    const answer = await asked({
      databaseTime: () => databaseTime(workOn(database)),
      processTime: () => new Date(),
    });

    expect(answer).toMatchObject({ status: 200, body: { ready: true } });
  });
});
