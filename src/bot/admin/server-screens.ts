import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { Translate } from '../texts.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { daysCard } from './days-card.ts';
import { faultWords, type PanelTrouble } from './fault-words.ts';
import { refuseWith } from './fleet-at.ts';
import { inTime } from './in-time.ts';
import { ownInboundsCard } from './own-cards.ts';
import { serverCard, serverDeleteCard, serversCard } from './server-cards.ts';
import { type At, actorOf, showStaff } from './show-staff.ts';

/** /servers: how they are, and what can be changed without typing. */
export function serverScreens(needs: AdminNeeds): Composer<ShopContext> {
  const admin = new Composer<ShopContext>();
  admin.command('servers', (ctx) => showFirst({ ctx, needs }));
  onTap(admin, 'servers', async (ctx, { page }) => {
    await answerTap(ctx);
    await showServers({ ctx, needs }, page);
  });
  onTap(admin, 'server', async (ctx, { serverId }) => {
    await answerTap(ctx);
    await showServer({ ctx, needs }, serverId);
  });
  onTap(admin, 'server-test', (ctx, { serverId }) => test({ ctx, needs }, serverId));
  onTap(admin, 'server-sync', (ctx, { serverId }) => sync({ ctx, needs }, serverId));
  onTap(admin, 'server-pause', (ctx, { serverId, on }) => pause({ ctx, needs }, serverId, on === 1));
  onTap(admin, 'server-neighbours', (ctx, { serverId }) => leaveNeighbours({ ctx, needs }, serverId));
  onTap(admin, 'own-inbounds', async (ctx, { serverId }) => {
    await answerTap(ctx);
    await showOwn({ ctx, needs }, serverId);
  });
  onTap(admin, 'server-days', async (ctx, { serverId }) => {
    await answerTap(ctx);
    await showDays({ ctx, needs }, serverId);
  });
  onTap(admin, 'server-delete', (ctx, { serverId }) => askDelete({ ctx, needs }, serverId));
  onTap(admin, 'server-delete-yes', (ctx, { serverId }) => remove({ ctx, needs }, serverId));
  return admin;
}

/** A list of one is skipped. */
export async function showFirst(at: At): Promise<void> {
  const servers = await at.needs.services.fleet.servers();
  const [first, second] = servers;
  if (first && !second) await showStaff(at, serverCard(at.ctx.t, first));
  else await showStaff(at, serversCard(at.ctx.t, { servers, page: 0, to: 'server' }));
}

async function showServers(at: At, page: number, note: string | null = null): Promise<void> {
  const servers = await at.needs.services.fleet.servers();
  await showStaff(at, serversCard(at.ctx.t, { servers, page, to: 'server', note }));
}

/** A card that is out of date draws what is there now: the list, where the server is gone. */
async function showServer(at: At, serverId: number, note: string | null = null): Promise<void> {
  const server = await at.needs.services.fleet.serverDesk.server(serverId);
  if (server) await showStaff(at, serverCard(at.ctx.t, server, note));
  else await showServers(at, 0, at.ctx.t('refusal-server-not-found'));
}

async function showDays(at: At, serverId: number): Promise<void> {
  const { serverDesk } = at.needs.services.fleet;
  const server = await serverDesk.server(serverId);
  if (!server) return showServer(at, serverId);
  await showStaff(at, daysCard(at.ctx.t, server, await serverDesk.days(serverId)));
}

async function leaveNeighbours(at: At, serverId: number): Promise<void> {
  const { ctx, needs } = at;
  await answerTap(ctx);
  await showStaff(at, { text: ctx.t('server-testing') });
  const { serverDesk } = needs.services.fleet;
  const answer = await inTime(serverDesk.leaveNeighbours({ serverId, actorId: actorOf(at) }), LATE);
  const note = answer.ok ? ctx.t('server-neighbours-left') : neighbourWords(ctx, answer.refusal);
  await showServer(at, serverId, note);
}

/** An API token does not open the settings of these versions. */
const neighbourWords = ({ t }: ShopContext, refusal: Faulty): string =>
  refusal.code === 'panel-unusable' && refusal.kind === 'auth'
    ? t('server-neighbours-auth')
    : faultText(t, refusal);

async function showOwn(at: At, serverId: number): Promise<void> {
  const server = await at.needs.services.fleet.serverDesk.server(serverId);
  if (server) await showStaff(at, ownInboundsCard(at.ctx.t, server));
  else await showServers(at, 0, at.ctx.t('refusal-server-not-found'));
}

async function test(at: At, serverId: number): Promise<void> {
  const { ctx, needs } = at;
  await answerTap(ctx);
  await showStaff(at, { text: ctx.t('server-testing') });
  const answer = await inTime(needs.services.fleet.serverDesk.check(serverId, actorOf(at)), LATE);
  if (!answer.ok && answer.refusal.code === 'server-not-found') return showServers(at, 0);
  await showServer(at, serverId, testWords(ctx, answer));
}

const LATE = { ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous', text: '' } } as const;

type Faulty = { code: 'server-not-found' } | ({ code: 'panel-unusable' } & PanelTrouble);

function faultText(t: Translate, refusal: Faulty): string {
  if (refusal.code !== 'panel-unusable') return t('refusal-server-not-found');
  const { id, args } = faultWords(refusal);
  return t(id, args);
}

type Tested = Awaited<ReturnType<AdminNeeds['services']['fleet']['serverDesk']['check']>>;

/** What a connection test found, in words. */
function testWords({ t }: ShopContext, answer: Tested): string {
  if (!answer.ok) return faultText(t, answer.refusal);
  const { ms, trouble } = answer.value;
  return trouble === null
    ? t('server-tested', { ms: String(ms) })
    : t('server-tested-core', { ms: String(ms) });
}

async function sync(at: At, serverId: number): Promise<void> {
  const { ctx, needs } = at;
  await answerTap(ctx);
  await showStaff(at, { text: ctx.t('server-syncing') });
  const answer = await inTime(needs.services.fleet.sync({ serverId, actorId: actorOf(at) }), LATE);
  if (!answer.ok && answer.refusal.code === 'server-not-found') return showServers(at, 0);
  await showServer(at, serverId, syncWords(ctx, answer));
}

type Synced = Awaited<ReturnType<AdminNeeds['services']['fleet']['sync']>>;

/** What was taken over, in words. */
function syncWords({ t }: ShopContext, answer: Synced): string {
  if (!answer.ok) return faultText(t, answer.refusal);
  const { created, changed, missing, clients, ms } = answer.value;
  const numbers = { created, changed, missing, clients, ms };
  return t('server-synced', Object.fromEntries(Object.entries(numbers).map(([id, of]) => [id, String(of)])));
}

async function pause(at: At, serverId: number, isOn: boolean): Promise<void> {
  const { ctx, needs } = at;
  const edit = { serverId, field: 'autoProvisioning', value: isOn, shown: !isOn } as const;
  const answer = await needs.services.fleet.serverDesk.edit({ ...edit, actorId: actorOf(at) });
  if (!answer.ok) await refuseWith(ctx, answer.refusal);
  else await answerTap(ctx, ctx.t(isOn ? 'server-resumed' : 'server-now-paused'));
  await showServer(at, serverId);
}

/** Nothing is deleted before the second press. */
async function askDelete(at: At, serverId: number): Promise<void> {
  await answerTap(at.ctx);
  await showOutlook(at, serverId);
}

async function showOutlook(at: At, serverId: number): Promise<void> {
  const outlook = await at.needs.services.fleet.serverDesk.deleteOutlook(serverId);
  if (outlook) await showStaff(at, serverDeleteCard(at.ctx.t, outlook, serverId));
  else await showServers(at, 0, at.ctx.t('refusal-server-not-found'));
}

async function remove(at: At, serverId: number): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.fleet.serverDesk.delete({ serverId, actorId: actorOf(at) });
  if (answer.ok) {
    await answerTap(ctx, ctx.t('server-deleted', { name: answer.value.name }));
    return showServers(at, 0);
  }
  await alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await (answer.refusal.code === 'server-in-use' ? showOutlook(at, serverId) : showServers(at, 0));
}
