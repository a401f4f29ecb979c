import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SuiteScene } from '../contract/panel-suite-scene.ts';
import { RunningProgram, run } from '../support/run-program.ts';

let scene: SuiteScene;
beforeEach(async () => {
  scene = new SuiteScene();
  await scene.simulated.start();
});
afterEach(() => scene.simulated.stop());

const panel = (...args: string[]) => run('src/commands/panel.ts', { args });

describe('npm run panel', { timeout: 90_000 }, () => {
  it('proves a right panel line by line, and shows no secret', async () => {
    const { url, username, password } = scene.simulated.address;
    const env = { PANEL_USER: username, PANEL_PASSWORD: password };

    const { code, said } = await run('src/commands/panel.ts', { args: ['--url', url], env });

    expect(code).toBe(0);
    expect(said).toMatch(
      /^panel at 127\.0\.0\.1:\d+, entered by password\n3x-ui 3\.6\.0, generation clients\n/,
    );
    expect(said).toMatch(/^ok {4}vless tcp reality: takes a client +\d+ ms$/m);
    expect(said).toMatch(/^addClients +\d+ +\d+ +\d+ +\d+$/m);
    expect(said).toMatch(/\n\d+ ok, 0 failed, 0 skipped\n$/);
    for (const { value } of scene.simulated.secrets()) expect(said).not.toContain(value);
    expect(said).not.toContain(new URL(url).pathname);
  });

  it('says the same as one object, and 1 where something is wrong', async () => {
    const { url, token } = scene.simulated.address;
    await scene.control('core', { state: 'error', errorMsg: 'bad key' });

    const { code, said } = await panel('--url', url, '--token', token, '--json');

    expect(code).toBe(1);
    const report: unknown = JSON.parse(said);
    expect(report).toMatchObject({
      credentials: 'token',
      version: '3.6.0',
      generation: 'clients',
      failed: 2,
      leftBehind: [],
      interrupted: false,
    });
    expect(report).toHaveProperty('checks.1', {
      outcome: 'fail',
      name: 'its core runs',
      ms: expect.any(Number),
      reason: 'the core does not run: bad key',
    });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('removes what it made when %s ends it', async (signal) => {
    const { url, token } = scene.simulated.address;
    const program = new RunningProgram('src/commands/panel.ts', {
      args: ['--url', url, '--token', token, '--make-inbounds'],
    });
    const took = 'own vless tcp reality: takes a client';
    while (!program.has(took)) await new Promise((resolve) => setTimeout(resolve, 5));

    const { code, said } = await program.kill(signal);

    expect(said).toContain(`${signal}: removing what was made`);
    expect(said).toMatch(/interrupted before the end\n\d+ ok, 0 failed/);
    expect(code).toBe(1);
    expect(await scene.control('clients')).toEqual([]);
    expect(await scene.control('state')).toMatchObject({ inbounds: [{ id: 1 }, { id: 2 }] });
  });

  it('names the mend and its flags when it is called wrongly', async () => {
    const { code, said } = await panel('--url', 'https://panel.example.com');

    expect(said).toMatch(/^--token T is missing, or --user U[\s\S]*npm run panel -- --url URL/);
    expect(code).toBe(2);
  });

  it('says that something else than a panel answers', async () => {
    const site = createServer((_request, response) => response.end('<h1>hello</h1>'));
    await once(site.listen(0, '127.0.0.1'), 'listening');
    const { port } = site.address() as AddressInfo;

    const { code, said } = await panel('--url', `http://127.0.0.1:${port}`, '--token', 't');

    site.closeAllConnections();
    site.close();
    expect(said).toMatch(
      /^FAIL {2}lets us in .*not a 3x-ui panel, or a version that this program does not drive/m,
    );
    expect(code).toBe(1);
  });
});
