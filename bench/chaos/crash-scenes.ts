import type { CrashPoint } from '../../src/services/ports/crash-point.ts';
import { type Chat, type ChatEntry, planLabels } from './chat.ts';
import type { WorldDoors } from './world-doors.ts';

/** Somebody who buys while the shop dies and comes back. */
export type Scene = {
  world: WorldDoors;
  buyer: Chat;
  owner: Chat;
  /** Waits for it, and says what it was waited for. @throws {Error} when it does not come. */
  until(what: string, isTrue: () => Promise<boolean>): Promise<void>;
};

/** What must be there in the end, of this person. */
type End = 'delivered' | 'money-back' | 'nothing';

/** How the shop is brought to die in a moment: `before` while it is well, `during` until it is dead, `after` when it is back. */
export type CrashScene = {
  end: End;
  /** How often the moment comes in it, at least: a seed chooses which time. */
  times: number;
  before?: (scene: Scene) => Promise<void>;
  during: (scene: Scene) => Promise<void>;
  after?: (scene: Scene) => Promise<void>;
};

const ANSWER_MS = 60_000;
const BUTTON_MS = 20_000;
/** Plans are named where two of them could be taken for each other. */
const SHARED = /Days 30|1 month/;
const OWN_INBOUND = /Days 14|14 days/;
/** Longer than the 15 minutes of a hold. */
const HOLD_MS = 17 * 60_000;
/** The panel of the plan that is bought; the other one is in its pool. */
const HOME = 1;
const LOOKS = 8;
const SOME_MINUTES_MS = 6 * 60_000;
/** What is not delivered in a day is given back. */
const GIVEN_UP_MS = 25 * 3_600_000;
const ADD_ROUTES = ['panel/api/clients/', 'panel/api/inbounds/addClient'];

const purchase: CrashScene = { end: 'delivered', times: 1, during: (scene) => buy(scene) };
const often = (times: number): CrashScene => ({ ...purchase, times });

/** A delivered order that the owner refunds. */
const refund: CrashScene = {
  end: 'money-back',
  times: 1,
  before: async (scene) => {
    await buy(scene);
    await scene.until('the key', () => hasText(scene.buyer, '🔑'));
  },
  during: refundByOwner,
};

/** An order that the owner refunds while nobody knows what became of its client. */
const tombstone: CrashScene = {
  end: 'money-back',
  times: 1,
  before: async (scene) => {
    await breakAdds(scene.world, 10_000);
    await buy(scene);
    await scene.until('the panel has it', async () => (await clientsOf(scene)).length > 0);
    await refundByOwner(scene);
    await scene.until('the money is back', () => hasText(scene.buyer, 'Your money is back'));
  },
  during: ({ world }) => breakAdds(world, 0),
};

/** A delivered access for which its buyer wants another key, or another place. */
const change = (ways: readonly RegExp[]): CrashScene => ({
  end: 'delivered',
  times: 1,
  before: async (scene) => {
    await buy(scene);
    await scene.until('the key', () => hasText(scene.buyer, '🔑'));
  },
  during: (scene) => goThrough(scene, ways),
  after: (scene) => scene.until('the new key', () => hasText(scene.buyer, 'no longer works')),
});

/** A moment that is not named here is not reached by any scene, which a test tells. */
export const CRASH_SCENES: Readonly<Partial<Record<CrashPoint, CrashScene>>> = {
  'update.stored': often(3),
  'update.handled': often(3),
  'order.placed': purchase,
  'payment.received': purchase,
  'payment.confirmed': purchase,
  'lane.taken': purchase,
  'attempt.begun': purchase,
  'panel.added': purchase,
  'inbound.made': { ...purchase, during: (scene) => buy(scene, OWN_INBOUND) },
  'panel.verified': purchase,
  'unit.completed': purchase,
  'message.sent': often(3),
  'card.sent': often(2),
  'refund.started': refund,
  'refund.asked': refund,
  'push.written': refund,
  'tombstone.removed': tombstone,
  'failover.placed': {
    end: 'delivered',
    times: 1,
    before: async (scene) => {
      const invoice = await invoiceFor(scene);
      await scene.world.switchPanel(HOME, 'stop');
      await scene.until('the payment', async () => (await scene.buyer.pay(invoice.id)).paid);
    },
    during: ({ world }) => world.passTime(SOME_MINUTES_MS),
    after: ({ world }) => world.switchPanel(HOME, 'start'),
  },
  'hold.released': {
    end: 'nothing',
    times: 1,
    before: async (scene) => void (await invoiceFor(scene)),
    during: ({ world }) => world.passTime(HOLD_MS),
  },
  'credit.booked': {
    end: 'money-back',
    times: 1,
    before: async (scene) => {
      const invoice = await invoiceFor(scene);
      await switchPanels(scene.world, 'stop');
      await scene.until('the payment', async () => (await scene.buyer.pay(invoice.id)).paid);
    },
    during: ({ world }) => world.passTime(GIVEN_UP_MS),
    after: ({ world }) => switchPanels(world, 'start'),
  },
  'move.begun': change([/^🔑 New key$/, /^Stop the old key$/]),
  'move.tested': change([/^🌍 Change location$/, /· Server /, /^Move my access$/]),
};

/** From My access on, one button after the other. A server that an earlier death took out of sale is back after some minutes. */
async function goThrough({ buyer, world }: Scene, ways: readonly RegExp[]): Promise<void> {
  for (let left = LOOKS; left > 0; left--) {
    const missing = await press(buyer, [SHARED, ...ways]);
    if (missing === null) return;
    if (left === 1) throw new Error(`the button ${missing} did not come`);
    await world.passTime(SOME_MINUTES_MS);
  }
}

/** null = all were there; else the first that was not. */
async function press(buyer: Chat, ways: readonly RegExp[]): Promise<RegExp | null> {
  const mine = await buyer.send('/my');
  for (const way of ways) {
    const isIt = (label: string) => way.test(label);
    const screen = await buyer.sees((each) => (each.id ?? 0) > mine && labels(each).some(isIt), BUTTON_MS);
    if (screen === null) return way;
    await buyer.tapOn(screen, labels(screen).find(isIt) ?? '');
  }
  return null;
}

async function switchPanels(world: WorldDoors, act: 'stop' | 'start'): Promise<void> {
  for (const { n } of await world.panels()) await world.switchPanel(n, act);
}

/** Adds are done and their answer is lost, reads are refused; 0 = all is well again. */
async function breakAdds(world: WorldDoors, times: number): Promise<void> {
  const faults = [
    ...ADD_ROUTES.map((path) => ({ path, times, kind: 'drop-after-apply' })),
    { path: 'panel/api', times, kind: 'status', status: 503 },
  ];
  for (const { n } of await world.panels()) {
    for (const fault of faults) await world.http.post(`/_panel/${n}/faults`, fault);
  }
}

/** From /start to the payment, however often the shop dies on the way. */
async function buy(scene: Scene, plan = SHARED): Promise<void> {
  const { buyer } = scene;
  const invoice = await invoiceFor(scene, plan);
  await scene.until('the payment', async () => (await buyer.pay(invoice.id)).paid);
}

async function invoiceFor(scene: Scene, plan = SHARED): Promise<ChatEntry> {
  const { home, label } = await planOnSale(scene, plan);
  await scene.buyer.tapOn(home, label);
  const isNew = (each: ChatEntry) => (each.id ?? 0) > (home.id ?? 0);
  return must(scene.buyer, 'the invoice', (each) => isNew(each) && each.kind === 'invoice');
}

/** A panel that failed is looked at again after some minutes: they pass. */
async function planOnSale({ buyer, world }: Scene, plan: RegExp) {
  for (let left = LOOKS; left > 0; left--) {
    const mine = await buyer.send('/start');
    const isHome = ({ id, text }: ChatEntry) => (id ?? 0) > mine && (text ?? '').includes('Days');
    const home = await must(buyer, 'the plans', isHome);
    const label = planLabels(home).find((each) => plan.test(each));
    if (label !== undefined) return { home, label };
    await world.passTime(SOME_MINUTES_MS);
  }
  throw new Error('nothing is for sale');
}

async function refundByOwner({ world, owner, buyer }: Scene): Promise<void> {
  const charge = (await world.charges()).find(({ person }) => person === buyer.id);
  const orderId = charge?.payload.split('.')[2] ?? '';
  const mine = await owner.send(`/orders ${orderId}`);
  const isNew = (each: ChatEntry) => (each.id ?? 0) > mine && each.from === 'bot';
  const found = await must(owner, 'the order', (each) => isNew(each) && labels(each).includes(orderId));
  await owner.tapOn(found, orderId);
  const card = await must(owner, 'the card', (each) => isNew(each) && labels(each).includes('Refund'));
  await owner.tapOn(card, 'Refund');
  const isSure = (label: string) => /^Refund \d+ ⭐$/.test(label);
  const sure = await must(owner, 'the question', (each) => isNew(each) && labels(each).some(isSure));
  await owner.tapOn(sure, labels(sure).find(isSure) ?? '');
}

async function must(chat: Chat, what: string, fits: (entry: ChatEntry) => boolean): Promise<ChatEntry> {
  const found = await chat.sees(fits, ANSWER_MS);
  if (found) return found;
  const last = (await chat.screen()).slice(-3).map(({ text, kind }) => text ?? kind);
  throw new Error(`${what} did not come; the chat ends with: ${last.join(' | ')}`);
}

/** What stands on any panel for the buyer. */
export async function clientsOf({ world, buyer }: Scene) {
  const clients = [];
  for (const { n } of await world.panels()) clients.push(...(await world.clients(n)));
  return clients.filter(({ tgId }) => tgId === buyer.id);
}

const hasText = async (chat: Chat, words: string): Promise<boolean> =>
  (await chat.screen()).some(({ text }) => (text ?? '').includes(words));

const labels = ({ buttons }: ChatEntry): string[] => (buttons ?? []).flat().map(({ text }) => text);
