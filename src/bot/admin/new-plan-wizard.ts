import { MOST_STARS, starsFor } from '../../model/values/money.ts';
import type { FleetService } from '../../services/fleet/fleet-service.ts';
import type { PlanDraft, ServerView } from '../../services/fleet/views.ts';
import type { Ids } from '../../services/ports/ids.ts';
import type { Shop } from '../../services/ports/shop.ts';
import { tidy } from '../views/fit-to.ts';
import { moneyWords } from '../views/money-words.ts';
import {
  type Read,
  readDevices,
  readDuration,
  readPlanName,
  readPrice,
  readSeats,
  readStars,
  readTraffic,
} from './plan-input.ts';
import { type Choice, type Field, type Wizard, WizardTalk, type Words } from './wizard-talk.ts';

type NewPlanNeeds = { fleet: FleetService; shop: Shop; ids: Ids };

const CREATE: Choice = { id: 'create', label: { id: 'newplan-button-create' }, style: 'success' };
/** As many servers as fit under one message (A2). */
const MOST_SERVERS = 80;

/** /newplan: what is sold, for how much, on which server. Nothing is stored before [Create]. */
export const newPlanWizard = (needs: NewPlanNeeds) =>
  async function newPlan(wizard: Wizard): Promise<void> {
    const talk = await WizardTalk.begin(wizard, needs.ids);
    const server = await askServer(talk, needs.fleet);
    if (!server) return;
    const createKey = await talk.outside(() => needs.ids.id());
    const draft = await askDraft(talk, needs.shop, server);
    await talk.choose({ words: summaryWords(draft, needs.shop, server.name), choices: [CREATE] });
    await store(talk, needs, { draft, createKey });
  };

/** Skipped where there is one; null = there is none, which was said. */
async function askServer(
  talk: WizardTalk,
  fleet: FleetService,
): Promise<{ serverId: number; name: string } | null> {
  const servers = await talk.outside(async () => (await fleet.servers()).map(idAndName));
  const [first, second] = servers;
  if (!first) await talk.say({ words: [{ id: 'newplan-no-server' }] });
  if (!first || !second) return first ?? null;
  const choices = servers.slice(0, MOST_SERVERS).map(({ serverId, name }) => ({
    id: `s${serverId}`,
    label: { id: 'newplan-button-server', args: { name: tidy(name) } },
  }));
  const chosen = await talk.choose({ words: [{ id: 'newplan-server' }], choices });
  return servers.find(({ serverId }) => chosen === `s${serverId}`) ?? first;
}

const idAndName = ({ serverId, name }: ServerView) => ({ serverId, name });

async function askDraft(talk: WizardTalk, shop: Shop, server: { serverId: number }): Promise<PlanDraft> {
  const { currency } = shop;
  const name = await talk.ask({ ask: { id: 'newplan-name' }, read: readPlanName });
  const durationDays = await talk.ask({ ask: { id: 'newplan-days' }, read: readDuration });
  const priceMinor = await talk.ask({ ask: { id: 'newplan-price', args: { currency } }, read: readPrice });
  const priceStars = await talk.ask(starsField(shop, priceMinor));
  const dataLimitGb = await talk.ask(limitField('traffic', readTraffic));
  const connections = await talk.ask(limitField('devices', readDevices));
  const maxClients = await talk.ask(limitField('seats', readSeats));
  return {
    serverId: server.serverId,
    name,
    durationDays,
    priceMinor,
    priceStars,
    dataLimitGb,
    connections,
    maxClients,
  };
}

/** The price in Stars is worked out only where Telegram would take it. */
export function starsField({ starRate }: Shop, priceMinor: bigint): Field<number | null> {
  const worked = starsFor(priceMinor, starRate);
  if (worked > BigInt(MOST_STARS)) return { ask: { id: 'newplan-stars-only' }, read: readStars };
  const stars = worked.toString();
  return {
    ask: { id: 'newplan-stars', args: { stars } },
    read: readStars,
    choices: [{ id: 'worked-out', label: { id: 'newplan-button-stars' }, value: null }],
  };
}

const limitField = (
  name: 'traffic' | 'devices' | 'seats',
  read: (text: string) => Read<number | null>,
): Field<number | null> => ({
  ask: { id: `newplan-${name}` },
  read,
  choices: [{ id: `no-${name}`, label: { id: `newplan-button-no-${name}` }, value: null }],
});

function summaryWords(draft: PlanDraft, { currency, starRate }: Shop, server: string): Words[] {
  const { name, durationDays, priceMinor, priceStars, dataLimitGb, connections, maxClients } = draft;
  const stars = String(priceStars ?? starsFor(priceMinor, starRate));
  return [
    { id: 'newplan-summary', args: { name, server: tidy(server) } },
    { id: 'newplan-summary-days', args: { days: durationDays } },
    { id: 'newplan-summary-price', args: { price: moneyWords(priceMinor, currency), stars } },
    limitWords('traffic', dataLimitGb),
    limitWords('devices', connections),
    limitWords('seats', maxClients),
  ];
}

const limitWords = (name: string, limit: number | null): Words =>
  limit === null
    ? { id: `newplan-summary-no-${name}` }
    : { id: `newplan-summary-${name}`, args: { count: limit } };

async function store(
  talk: WizardTalk,
  { fleet }: NewPlanNeeds,
  made: { draft: PlanDraft; createKey: string },
): Promise<void> {
  const created = await talk.outside((ctx) => fleet.createPlan({ ...made, actorId: ctx.from?.id ?? 0 }));
  const words = created.ok
    ? { id: 'newplan-done', args: { name: created.value.name } }
    : { id: `refusal-${created.refusal.code}` };
  await talk.say({ words: [words] });
}
