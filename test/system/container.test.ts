import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { placeholders, variables } from '../../src/config-variables.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

const NOT_OF_THE_SHOP = ['NODE_ENV'];
const SECRETS = Object.keys(placeholders);

/** Instructions of the last stage, continued lines joined; comments left out. */
function finalStage(): string[] {
  const instructions = read('Dockerfile')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  return instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
}

const argumentsOf = (instruction: string): string[] =>
  finalStage()
    .filter((line) => line.startsWith(`${instruction} `))
    .map((line) => line.slice(instruction.length + 1));

const environment = (): Record<string, string> =>
  Object.fromEntries(argumentsOf('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('='))));

/** The block of one service in compose.yaml. */
const service = (name: string): string =>
  new RegExp(`^ {2}${name}:\\n((?: {4}.*\\n)+)`, 'm').exec(read('compose.yaml'))?.[1] ?? '';

describe('the image', () => {
  it('runs as nobody special', () => {
    const [user = ''] = argumentsOf('USER');

    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('starts the shop itself, so that a stop reaches it', () => {
    expect(argumentsOf('CMD')).toEqual(['["node", "src/main.ts"]']);
    expect(argumentsOf('ENTRYPOINT')).toEqual([]);
  });

  it('asks the shop whether it lives', () => {
    expect(argumentsOf('HEALTHCHECK').join()).toContain('CMD ["node", "bin/healthcheck.mjs"]');
  });

  it('has a Node on which the sources run as they are', () => {
    const majors = [...read('Dockerfile').matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => Number(major));

    expect(majors.length).toBeGreaterThan(0);
    for (const major of majors) expect(major).toBeGreaterThanOrEqual(24);
  });

  it('sets nothing but what .env.example explains, and no secret', () => {
    const names = Object.keys(environment());

    const unknown = names.filter((name) => !(name in variables) && !NOT_OF_THE_SHOP.includes(name));
    expect({ unknown, secrets: names.filter((name) => SECRETS.includes(name)) }).toEqual({
      unknown: [],
      secrets: [],
    });
  });

  it('listens on the port that it shows', () => {
    const { WEB_PORT, WEB_HOST } = environment();

    expect(argumentsOf('EXPOSE')).toEqual([WEB_PORT]);
    expect([WEB_HOST, WEB_PORT]).toEqual(['0.0.0.0', variables.WEB_PORT.fallback]);
  });

  it('keeps its data where only the shop may look', () => {
    const { DATA_DIR = '' } = environment();

    expect(argumentsOf('VOLUME')).toEqual([DATA_DIR]);
    expect(argumentsOf('RUN').join('\n')).toMatch(new RegExp(`-m 0700 .*${DATA_DIR}$`, 'm'));
  });

  it("installs no tools, and keeps grammY's node-fetch", () => {
    const file = read('Dockerfile');

    expect(file).toMatch(/^RUN npm ci .*--omit=dev/m);
    expect(file).not.toMatch(/rm -rf? .*node-\*/);
  });

  it('has every folder that it copies, and none that .dockerignore holds back', () => {
    const [everything, ...allowed] = read('.dockerignore')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    const copied = read('Dockerfile')
      .split('\n')
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(' ').slice(1, -1));

    expect(everything).toBe('*');
    expect(copied.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
    expect(new Set(allowed)).toEqual(new Set(copied.map((name) => `!${name}`)));
  });
});

describe('compose.yaml', () => {
  it('takes everything from the shop that it does not need', () => {
    const bot = service('bot');

    for (const promise of [
      'read_only: true',
      'cap_drop: [ALL]',
      "security_opt: ['no-new-privileges:true']",
      '- /tmp',
      'env_file: .env',
    ]) {
      expect(bot).toContain(promise);
    }
    expect(bot).not.toContain('privileged: true');
  });

  it('sets what .env.example explains, as the image has it', () => {
    const [, block = ''] = /environment:.*\n((?: {6}.*\n)+)/.exec(service('bot')) ?? [];
    const pairs = [...block.matchAll(/^ {6}(\w+): '?([^'\n]*)'?$/gm)].map(([, name = '', value]) => [
      name,
      value,
    ]);

    expect(pairs.length).toBeGreaterThan(0);
    expect(environment()).toMatchObject(Object.fromEntries(pairs));
  });

  it('shows the port of the shop to this machine alone, and the database to nobody', () => {
    const ports = [...read('compose.yaml').matchAll(/^ {6}- (\S+:\d+:\d+)/gm)].map(([, port]) => port);

    expect(ports).toEqual([`127.0.0.1:${environment().WEB_PORT}:${environment().WEB_PORT}`]);
    expect(service('db')).toContain('networks: [inside]');
    expect(read('compose.yaml')).toMatch(/inside:\n {4}internal: true/);
  });

  it('begins when the database answers, and gives a stop the time that the shop takes', () => {
    const [, seconds] = /stop_grace_period: (\d+)s/.exec(service('bot')) ?? [];

    expect(service('bot')).toContain('condition: service_healthy');
    expect(service('db')).toMatch(/healthcheck:.*\n.*pg_isready/);
    expect(Number(seconds)).toBeGreaterThan(25);
  });

  it('has a database that is new enough, and keeps it', () => {
    const [, version] = /image: postgres:(\d+)/.exec(service('db')) ?? [];

    expect(Number(version)).toBeGreaterThanOrEqual(15);
    expect(service('db')).toContain('database:/var/lib/postgresql/data');
  });

  it('holds no secret, and the file of the one that it names is never committed', () => {
    const file = read('compose.yaml');

    expect(file).not.toMatch(
      /postgres(ql)?:\/\/|POSTGRES_PASSWORD:|k\d+:[A-Za-z0-9+/]{43}=|\d{8,}:[\w-]{35}/,
    );
    for (const [, secret] of file.matchAll(/^ {4}file: \.\/(\S+)$/gm)) {
      expect(read('.gitignore').split('\n')).toContain(secret);
    }
  });
});

describe('the health check', () => {
  const servers: ReturnType<typeof createServer>[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** Answers every page with `status`; 0 = nobody listens there any more. */
  async function portAnswering(status: number): Promise<string> {
    const server = createServer((request, answer) => {
      answer.writeHead(request.url === '/healthz' ? status : 404, { Connection: 'close' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (status === 0) await new Promise((resolve) => server.close(resolve));
    else servers.push(server);
    return String(port);
  }

  function check(env: Record<string, string>): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const script = join(ROOT, 'bin/healthcheck.mjs');
    execFile(process.execPath, [script], { env }, (fault) => resolve(fault ? Number(fault.code) : 0));
    return promise;
  }

  it.each([
    { who: 'a shop that answers', status: 200, role: 'all', code: 0 },
    { who: 'a shop that still starts', status: 503, role: 'all', code: 1 },
    { who: 'a shop that is gone', status: 0, role: 'bot, web', code: 1 },
    { who: 'a process that serves nothing', status: 0, role: 'bot,worker', code: 0 },
  ])('finds $who as it is', async ({ status, role, code }) => {
    const WEB_PORT = await portAnswering(status);

    expect(await check({ WEB_PORT, ROLE: role })).toBe(code);
  });
});
