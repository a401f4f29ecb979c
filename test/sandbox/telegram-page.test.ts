import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANN, TestWorld } from './telegram-world.ts';

let world: TestWorld;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'world-'));
  world = await TestWorld.start();
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

/** Starts the command in a process of its own; `line` is the first that it prints. */
async function startCommand(args: string[]) {
  const command = ['bin/run.mjs', 'src/commands/world.ts', '--folder', folder, ...args];
  const child: ChildProcess = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const ended = once(child, 'exit');
  const first = (input: Readable) => once(createInterface({ input }), 'line').then(String);
  const line = Promise.race(
    [child.stdout, child.stderr].flatMap((stream) => (stream ? [first(stream)] : [])),
  );
  return { child, ended, line };
}

describe('the chat page', () => {
  it('is whole without the network', async () => {
    const html = await (await fetch(world.world.url)).text();
    const parts = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    const known = new Set(parts);
    for (const path of known) {
      const response = await fetch(`${world.world.url}${path}`);
      const text = await response.text();
      expect([path, response.status]).toEqual([path, 200]);
      expect(text).not.toMatch(/https?:\/\/[a-z]|innerHTML|insertAdjacentHTML/);
      for (const [, imported] of text.matchAll(/ from '([^']+)'/g)) known.add(imported ?? '');
    }
    expect([...known]).toEqual(expect.arrayContaining(['/page.css', '/page.js', '/message.js']));
  });

  it('hears of a change in a chat', async () => {
    const stop = new AbortController();
    const { body } = await fetch(`${world.world.url}/_emu/events`, { signal: stop.signal });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('event: alive');
    await world.person(ANN).send('/start');
    expect((await reader?.read())?.value).toContain(`data: {"person":${ANN}}`);
    stop.abort();
  });

  it('knows the menu that the bot set', async () => {
    await world.api.setMyCommands([{ command: 'my', description: 'My access' }]);
    const { body } = await world.get('/_emu/bot');
    expect(body).toMatchObject({ commands: [{ command: 'my', description: 'My access' }] });
  });
});

describe('starting the world from the shell', () => {
  it('prints its address, tells it to its parent, and ends with it', async () => {
    const { child, line, ended } = await startCommand(['--port', '0', '--fresh']);
    const told = once(child, 'message');
    const { url } = JSON.parse(await line) as { url: string };
    expect((await told)[0]).toEqual({ url });
    expect((await fetch(`${url}/_emu/persons`)).status).toBe(200);
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  });

  it('loses nothing that was answered when it is killed', async () => {
    const first = await startCommand(['--port', '0', '--fresh']);
    const before = JSON.parse(await first.line) as { url: string };
    const message = { method: 'POST', body: JSON.stringify({ text: 'still there' }) };
    await (await fetch(`${before.url}/_emu/persons/${ANN}/send`, message)).json();
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await startCommand(['--port', '0']);
    const { url } = JSON.parse(await second.line) as { url: string };
    const screen = await (await fetch(`${url}/_emu/persons/${ANN}/messages`)).json();
    second.child.kill('SIGTERM');

    expect(screen).toMatchObject([{ from: 'person', text: 'still there' }]);
    expect(await second.ended).toEqual([0, null]);
  });

  it('names the port that is taken and who has it', async () => {
    const port = new URL(world.world.url).port;
    const { line, ended } = await startCommand(['--port', port]);
    expect(await line).toContain(`Port ${port} is taken by process ${process.pid}.`);
    expect(await ended).toEqual([1, null]);
  });
});
