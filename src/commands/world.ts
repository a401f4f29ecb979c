import { parseArgs } from 'node:util';
import { lockDataDirectory } from '../db/data-directory.ts';
import { generationList } from '../sandbox/panel/generation-list.ts';
import { startWorld, type World, type WorldOptions } from '../sandbox/world.ts';
import { portOwner } from './port-owner.ts';

// The world alone: node bin/run.mjs src/commands/world.ts [--port 8080] [--folder .data/world] [--panels 2.8,3.6] [--panel-port 8090] [--fresh]

const options = readOptions();
if (typeof options === 'string') fail(options);
else await run(options);

async function run(wanted: WorldOptions): Promise<void> {
  const world = await startAlone(wanted).catch((error: unknown) => fail(reason(error)));
  if (!world) return;
  if (world.note) console.error(world.note);
  console.log(JSON.stringify({ url: world.url }));
  process.send?.({ url: world.url });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(world));
  if (process.send) process.once('disconnect', () => void end(world));
}

/** Two worlds on one folder would write each other's journal. */
async function startAlone(wanted: WorldOptions): Promise<World> {
  const lock = wanted.folder === null ? null : await lockDataDirectory(wanted.folder);
  try {
    return await startWorld(wanted);
  } catch (fault) {
    lock?.release();
    throw fault;
  }
}

async function end(world: World): Promise<void> {
  await world.close();
  process.exit(0);
}

function readOptions(): WorldOptions | string {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '8080' },
        folder: { type: 'string', default: '.data/world' },
        'panel-port': { type: 'string', default: '0' },
        panels: { type: 'string' },
        fresh: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    const panelPort = Number(values['panel-port']);
    if (!isPort(port) || !isPort(panelPort)) return 'A port is a number from 0 to 65535 (0 = a free one).';
    const panels = values.panels === undefined ? undefined : generationList(values.panels);
    return { port, panelPort, panels, folder: values.folder, fresh: values.fresh };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 0 && port <= 65_535;
}

function reason(error: unknown): string {
  const { code, port } = error as { code?: string; port?: number };
  if (code !== 'EADDRINUSE' || port === undefined)
    return error instanceof Error ? error.message : String(error);
  const pid = portOwner(port);
  const holder = pid === null ? 'another process' : `process ${pid}`;
  return `Port ${port} is taken by ${holder}. End it, or choose another port with --port or --panel-port.`;
}

function fail(text: string): undefined {
  console.error(text);
  process.exitCode = 1;
}
