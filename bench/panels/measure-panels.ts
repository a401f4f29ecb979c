import { setTimeout as wait } from 'node:timers/promises';
import { type Figure, figure } from '../figures.ts';
import { BenchPanels } from './bench-panels.ts';
import { type BenchServer, BenchShop } from './bench-shop.ts';
import { budgetOf } from './budget.ts';
import { longestBlock } from './loop-block.ts';
import { measureBurst } from './measure-burst.ts';
import type { BenchPanel } from './panel-callers.ts';
import { naive } from './rivals.ts';
import type { PanelsLoad, Stage } from './stage.ts';

/** Generation and costs of each panel. */
const PANELS = [
  { generation: '3.6', costs: '3.6' },
  { generation: '2.8', costs: '2.8' },
  { generation: '3.6', costs: '3.6' },
  { generation: '2.8', costs: '2.8' },
] as const;
const CLIENTS = 20_000;
const RTT_MS = 50;
const BLOCK_AT_MOST_MS = 50;
const UNITS = 10;

/** What driving panels costs that are full and far away: calls, blocks of this process, orders per minute. */
export async function measurePanels(load: PanelsLoad): Promise<Figure[]> {
  const world = await BenchPanels.start(PANELS.map(({ generation }) => generation));
  const shop = await BenchShop.open(load.databaseUrl);
  try {
    const servers = [];
    for (const panel of world.panels) servers.push(await shop.addServer(panel));
    await world.fill(CLIENTS);
    const named = { database: `${load.database} ${await shop.serverVersion()}` };
    const stage = { ...load, world, shop, servers, named };
    const blocks = await blocksOfLists(stage);
    for (const [at, { costs }] of PANELS.entries())
      await world.costs(at + 1, { model: costs, rttMs: RTT_MS });
    return [...blocks, ...(await purchases(stage)), ...(await sweeps(stage)), ...(await measureBurst(stage))];
  } finally {
    await shop.close();
    await world.end();
  }
}

/** At panels that answer at once: what blocks is the work of this process alone. */
async function blocksOfLists({ shop, servers, singles, named }: Stage): Promise<Figure[]> {
  const [server] = mustHave(servers);
  const list = () => shop.driver.takeInventory(server.access);
  const sweep = () => shop.fleet.sync({ serverId: server.serverId, actorId: 9001 });
  const nothing = () => wait(200);
  await list(); // the thread is started once
  const load = `one panel of ${CLIENTS} clients`;
  const blocksOf = async (what: string, act: () => Promise<unknown>) => {
    const blocks = [];
    for (let each = 0; each < singles; each++) blocks.push(await longestBlock(act));
    const of = (name: string, samples: number[]) => ({ ...named, load, unit: 'ms' as const, name, samples });
    return {
      cpu: figure({
        ...of(
          `longest block by ${what}, its work`,
          blocks.map(({ cpu }) => cpu),
        ),
        maxAtMost: BLOCK_AT_MOST_MS,
      }),
      wall: figure(
        of(
          `longest block by ${what}, by the clock`,
          blocks.map(({ wall }) => wall),
        ),
      ),
    };
  };
  const [lists, sweeps, noise] = [
    await blocksOf('reading a panel’s list', list),
    await blocksOf('a whole sweep of a server', sweep),
    await blocksOf('nothing: this machine’s own', nothing),
  ];
  return [lists.cpu, lists.wall, sweeps.cpu, sweeps.wall, noise.wall];
}

/** On the first panel of each generation. */
async function purchases(stage: Stage): Promise<Figure[]> {
  const generations = [...new Set(PANELS.map(({ generation }) => generation))];
  const figures = [];
  for (const generation of generations) {
    const at = PANELS.findIndex((panel) => panel.generation === generation);
    const [panel, server] = [stage.world.panels[at], stage.servers[at]];
    if (panel && server) figures.push(...(await purchasesOn(stage, { panel, server })));
  }
  return figures;
}

async function purchasesOn(stage: Stage, at: Pick<Sale, 'panel' | 'server'>): Promise<Figure[]> {
  const { singles, named } = stage;
  await buy(stage, { ...at, quantity: 1 }); // the first write to an inbound asks for its core too
  const alone = [];
  for (let each = 0; each < singles; each++) alone.push(await buy(stage, { ...at, quantity: 1 }));
  const together = await buy(stage, { ...at, quantity: UNITS });
  const rival = [];
  for (let each = 0; each < 2; each++) rival.push(await timed(() => naive(at.panel)));
  const load = `a ${at.panel.version} of ${CLIENTS} clients, ${RTT_MS} ms away`;
  const calls = { ...named, load, unit: 'calls', maxAtMost: 1 } as const;
  const ms = { ...named, load, unit: 'ms' } as const;
  return [
    figure({ ...calls, name: 'writes of one purchase', samples: alone.map(({ writes }) => writes) }),
    figure({ ...calls, name: 'reads of one purchase', samples: alone.map(({ reads }) => reads) }),
    figure({ ...calls, name: `writes of ${UNITS} keys on one inbound`, samples: [together.writes] }),
    figure({ ...calls, name: `reads of ${UNITS} keys on one inbound`, samples: [together.reads] }),
    figure({ ...ms, name: 'one purchase, paid to tested', samples: alone.map((each) => each.ms) }),
    figure({ ...ms, name: 'the same by the naive worker', samples: rival }),
  ];
}

type Sale = { panel: BenchPanel; server: BenchServer; quantity: number };

/** Exactly what the panel was asked for one order, and how long that took. */
async function buy({ world, shop }: Stage, { panel, server, quantity }: Sale) {
  const orderId = await shop.sell(server, quantity);
  await world.news(panel);
  const ms = await timed(() => shop.deliver(orderId));
  return { ...budgetOf(await world.news(panel)), ms };
}

async function sweeps({ world, shop, servers, named }: Stage): Promise<Figure[]> {
  const lists = [];
  for (const [at, { serverId }] of servers.entries()) {
    const panel = world.panels[at];
    if (!panel) continue;
    await world.news(panel);
    await shop.fleet.sync({ serverId, actorId: 9001 });
    lists.push(budgetOf(await world.news(panel)).reads);
  }
  const load = `${servers.length} servers of ${CLIENTS} clients`;
  const name = 'lists of one sweep of a server';
  return [figure({ ...named, name, unit: 'calls', load, samples: lists, maxAtMost: 1 })];
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

function mustHave<Value>(values: readonly Value[]): [Value] {
  const [first] = values;
  if (first === undefined) throw new RangeError('there is none');
  return [first];
}
