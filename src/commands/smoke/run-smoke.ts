import axios from 'axios';
import { decodePng } from '../../sandbox/telegram/png.ts';
import { addByChat } from './add-by-chat.ts';
import type { Box } from './box.ts';
import type { LivePanel } from './live-panel.ts';
import { type Call, countCalls } from './panel-calls.ts';
import { codeOf, copiedFrom, labelsOf, type Shown, SmokePerson } from './person.ts';
import { sameKey } from './same-key.ts';

/** What one purchase showed; milliseconds and megabytes of this machine. */
export type Report = {
  /** From the answer to /start to the paid invoice, Pay included. */
  taps: number;
  /** From nothing to a shop that answers, its database made. */
  startMs: number;
  /** From the accepted payment to the QR in the chat. */
  paidToDeliveredMs: number;
  panelWrites: number;
  panelReads: number;
  qrMatchesPanel: boolean;
  subscriptionMatches: boolean;
  violations: number;
  /** How Telegram's updates came. */
  updates: 'polling' | 'webhook';
  shopRssMb: number | null;
  /** With `--kill`: what is there after the restart. */
  clientsOnPanel?: number;
  deliveries?: number;
};

const ANN = 5_000_000_001;
const OLGA = 5_000_000_009;

/** Buys as a person over HTTP and compares what came with what is on the panel. */
export async function runSmoke(
  box: Box,
  { live, kill }: { live: LivePanel | null; kill: boolean },
): Promise<Report> {
  const began = performance.now();
  await box.startShop();
  const startMs = performance.now() - began;
  await box.settled(); // what a start makes the shop look at is no part of a purchase
  const plan = live ? await prepareLive(box, live) : null;
  const before = (await callsOf(box, live)).length;
  const ann = new SmokePerson(box.worldUrl, ANN);
  const bought = await buy(box, ann, { plan, kill });
  const calls = (await callsOf(box, live)).slice(before);
  try {
    return {
      taps: ann.taps,
      startMs: Math.round(startMs),
      paidToDeliveredMs: Math.round(bought.ms),
      ...countCalls(calls),
      ...(await compare(box, live, bought)),
      violations: await box.violations(),
      updates: await box.updates(),
      shopRssMb: await box.shopRssMb(),
      ...(kill ? await countAfterKill(box, live, ann) : {}),
    };
  } finally {
    await live?.tidyUp();
  }
}

async function prepareLive(box: Box, live: LivePanel): Promise<string> {
  await live.look();
  return addByChat(new SmokePerson(box.worldUrl, OLGA), live);
}

const callsOf = (box: Box, live: LivePanel | null): Promise<Call[]> =>
  live ? Promise.resolve(box.callsByLog()) : box.callsByPanel();

type Bought = { text: Shown; photo: Shown; ms: number };

/** `plan` null = the first one offered. */
async function buy(
  box: Box,
  ann: SmokePerson,
  { plan, kill }: { plan: string | null; kill: boolean },
): Promise<Bought> {
  await ann.send('/start');
  const home = await ann.sees('the plans', (entry) => labelsOf(entry).some((label) => label.includes('⭐')));
  await ann.tap(buyLabel(await placeOf(ann, { home, plan }), plan));
  await ann.sees('the invoice', (entry) => entry.kind === 'invoice');
  if (kill) for (const path of ADDS) await box.http.post('/_panel/1/faults', { ...HANG, path });
  await ann.pay();
  const paid = performance.now();
  if (kill) await killBetween(box, ann);
  const photo = await ann.sees('the QR', (entry) => Boolean(entry.photo));
  const ms = performance.now() - paid;
  const text = await ann.sees('the key', (entry) => codeOf(entry) !== '');
  return { text, photo, ms };
}

/** The screen that offers the plan: the home itself, or the place behind it where plans are sorted by places. */
export async function placeOf(
  ann: SmokePerson,
  { home, plan }: { home: Shown; plan: string | null },
): Promise<Shown> {
  const offers = (entry: Shown) => plan === null || (entry.text ?? '').includes(plan);
  if (offers(home)) return home;
  await ann.tap(buyLabel(home, plan));
  return ann.sees(`the plan ${plan}`, (entry) => labelsOf(entry).length > 0 && offers(entry));
}

/** The panel is made to keep the shop waiting, so that the kill falls between payment and delivery. */
const HANG = { times: 1, kind: 'hang', ms: 60_000 };
/** As panels name it from 3.1 on, and before. */
const ADDS = ['panel/api/clients/add', 'panel/api/inbounds/addClient'];

async function killBetween(box: Box, ann: SmokePerson): Promise<void> {
  await ann.sees('the order card', (entry) => (entry.text ?? '').startsWith('Order '));
  await box.killShop();
  await box.startShop();
}

/** A plan of a live panel is the last one made; its button is the one that the text's order gives it. */
export function buyLabel(home: Shown, plan: string | null): string {
  const labels = labelsOf(home).filter((label) => label.includes('⭐'));
  const named = plan === null ? labels[0] : (labels.find((label) => label.includes(plan)) ?? labels.at(-1));
  if (named === undefined) throw new Error('there is no plan to buy');
  return named;
}

async function compare(box: Box, live: LivePanel | null, { text, photo }: Bought) {
  const link = await qrOf(photo);
  const onPanel = live ? await live.holds(link) : await isOnWorldPanel(box, link);
  const subscription = await fetchSubscription(copiedFrom(text));
  return {
    qrMatchesPanel: onPanel && sameKey(link, codeOf(text)),
    subscriptionMatches: subscription.some((each) => sameKey(each, link)),
  };
}

async function isOnWorldPanel(box: Box, link: string): Promise<boolean> {
  const host = new URL(link).hostname;
  const clients = await box.clients(host);
  return clients.some((client) => client.links.some((each) => sameKey(each, link)));
}

/** What the QR code of a photo says; '' = there is none. */
export async function qrOf(photo: Shown): Promise<string> {
  const { default: jsQR } = await import('jsqr');
  const { data, width, height } = decodePng(Buffer.from(photo.photo ?? '', 'base64'));
  return jsQR.default(data, width, height)?.data ?? '';
}

async function fetchSubscription(url: string): Promise<string[]> {
  const { data } = await axios.get<string>(url, { proxy: false, responseType: 'text' });
  return Buffer.from(data, 'base64').toString('utf8').trim().split('\n');
}

async function countAfterKill(box: Box, live: LivePanel | null, ann: SmokePerson) {
  const clients = live ? await live.made() : (await box.clients('x')).filter((each) => each.tgId === ANN);
  const photos = (await ann.screen()).filter((entry) => entry.photo);
  return { clientsOnPanel: clients.length, deliveries: photos.length };
}

/** What is not as promised; empty = all is. */
export function broken(report: Report, { kill, webhook }: { kill: boolean; webhook: boolean }): string[] {
  const promises: Record<string, boolean> = {
    'at most 3 taps': report.taps <= 3,
    'one write': kill || report.panelWrites === 1,
    'at most two reads': kill || report.panelReads <= 2,
    'the QR holds the link of the client on the panel': report.qrMatchesPanel,
    'the subscription holds the same link': report.subscriptionMatches,
    'no violation of Telegram’s rules': report.violations === 0,
    'updates by webhook where it was asked for, else by polling':
      report.updates === (webhook ? 'webhook' : 'polling'),
    'one client after the kill': !kill || report.clientsOnPanel === 1,
    'one delivery after the kill': !kill || report.deliveries === 1,
  };
  return Object.keys(promises).filter((promise) => !promises[promise]);
}
