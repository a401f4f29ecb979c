import { conversations, createConversation } from '@grammyjs/conversations';
import { Composer, type Context, type NextFunction } from 'grammy';
import { isAtLeast, type Role } from '../../model/role.ts';
import type { FleetService } from '../../services/fleet/fleet-service.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import { addServerWizard } from './add-server-wizard.ts';
import { addressWizard } from './address-wizard.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { bindWizard } from './bind-wizard.ts';
import { certificateWizard } from './certificate-wizard.ts';
import { editField } from './edit-fields.ts';
import { type EditTarget, editWizard } from './edit-wizard.ts';
import { addStaffWizard, findCustomerWizard } from './find-wizards.ts';
import { inTime } from './in-time.ts';
import { loginWizard } from './login-wizard.ts';
import { messageWizard } from './message-wizard.ts';
import { newPlanWizard } from './new-plan-wizard.ts';
import { priceWizard } from './price-wizard.ts';
import { proxyWizard } from './proxy-wizard.ts';
import { WizardStorage } from './wizard-storage.ts';
import { deleteMessage, WIZARD_TAP } from './wizard-talk.ts';

/** Arguments are given where it is entered, and are kept with its state. */
type Builder = Parameters<typeof createConversation<ShopContext, Context>>[0];

/** The least role that goes on with each wizard: who loses it in the middle is not asked any further. */
const LEAST = {
  addserver: 'admin',
  newplan: 'admin',
  edit: 'admin',
  price: 'admin',
  login: 'admin',
  proxy: 'admin',
  address: 'admin',
  certificate: 'admin',
  message: 'support',
  'find-customer': 'viewer',
  'add-staff': 'owner',
  bind: 'admin',
} as const satisfies Record<string, Role>;

/** A wizard of the staff. */
export type WizardName = keyof typeof LEAST;

/** The staff's text wizards, and the commands and buttons that begin and end them. A new wizard ends the one before. */
export function wizards(needs: AdminNeeds): Composer<ShopContext> {
  const storage = new WizardStorage(needs);
  const { ids, shop } = needs;
  const { fleet, desk, staff } = needs.services;
  const composer = new Composer<ShopContext>();
  composer.use(
    conversations<ShopContext, Context>({ storage: { type: 'context', adapter: storage.adapter } }),
  );
  composer.use((ctx, next) => keepOnFailure(storage, ctx, next));
  composer.use((ctx, next) => tellEnd(storage, ctx, next));
  composer.use((ctx, next) => (storage.hasConsumed(ctx) ? undefined : next()));
  install(composer, 'addserver', addServerWizard({ fleet, ids }));
  install(composer, 'newplan', newPlanWizard({ fleet, shop, ids }));
  install(composer, 'edit', editWizard(needs));
  install(composer, 'price', priceWizard(needs));
  install(composer, 'login', loginWizard(needs));
  install(composer, 'proxy', proxyWizard(needs));
  install(composer, 'address', addressWizard(needs));
  install(composer, 'certificate', certificateWizard(needs));
  install(composer, 'message', messageWizard({ desk, shop, ids }));
  install(composer, 'find-customer', findCustomerWizard({ desk, ids }));
  install(composer, 'add-staff', addStaffWizard({ staff, ids }));
  install(composer, 'bind', bindWizard({ fleet, staff, desk, ids }));
  composer.use((ctx, next) => {
    storage.settle(ctx, 'passed-on');
    return next();
  });
  for (const name of ['addserver', 'newplan'] as const) composer.command(name, (ctx) => begin(ctx, name));
  cardWizards(composer);
  onTap(composer, 'customer-message', (ctx, { customerId }) => beginByTap(ctx, 'message', customerId));
  onTap(composer, 'customers-find', (ctx) => beginByTap(ctx, 'find-customer'));
  onTap(composer, 'staff-add', (ctx) => beginByTap(ctx, 'add-staff'));
  onTap(composer, 'stranger-bind', (ctx, { serverId, key }) =>
    beginByTap(ctx, 'bind', { place: { serverId, key }, named: '' }),
  );
  composer.command('bind', (ctx) => bindCommand(ctx, fleet));
  composer.command('cancel', (ctx) => ctx.reply(ctx.t('wizard-none')));
  composer.callbackQuery(new RegExp(`^${WIZARD_TAP}`), (ctx) => answerTap(ctx, ctx.t('wizard-old-button')));
  return composer;
}

function install(composer: Composer<ShopContext>, id: WizardName, builder: Builder): void {
  const conversation = createConversation<ShopContext, Context>(builder, { id });
  composer.filter(({ role }) => isAtLeast(role, LEAST[id]), conversation);
}

/** Those that begin with a button of a card. */
function cardWizards(composer: Composer<ShopContext>): void {
  onTap(composer, 'server-edit', (ctx, { serverId: id, field }) => edit(ctx, { kind: 'server', id, field }));
  onTap(composer, 'inbound-edit', (ctx, { inboundId: id, field }) =>
    edit(ctx, { kind: 'inbound', id, field }),
  );
  onTap(composer, 'plan-edit', (ctx, { planId: id, field }) => edit(ctx, { kind: 'plan', id, field }));
  onTap(composer, 'plan-price', (ctx, { planId }) => beginByTap(ctx, 'price', planId));
  onTap(composer, 'server-login', (ctx, { serverId }) => beginByTap(ctx, 'login', serverId));
  onTap(composer, 'server-proxy', (ctx, { serverId }) => beginByTap(ctx, 'proxy', serverId));
  onTap(composer, 'server-address', (ctx, { serverId }) => beginByTap(ctx, 'address', serverId));
  onTap(composer, 'server-certificate', (ctx, { serverId }) => beginByTap(ctx, 'certificate', serverId));
}

/** `/bind <link|uuid|name> <person>`: a link is a secret, so the message that holds it goes. */
async function bindCommand(ctx: ShopContext, fleet: FleetService): Promise<void> {
  const [, query = '', person = ''] = /^(.*?)(?:\s+(\S+))?$/s.exec(String(ctx.match ?? '').trim()) ?? [];
  if (query === '') return void (await ctx.reply(ctx.t('bind-usage')));
  const id = ctx.message?.message_id;
  if (id !== undefined) await deleteMessage(ctx, id);
  const late = { ok: false, refusal: { code: 'stranger-not-found' } } as const;
  const found = await inTime(fleet.importDesk.find(query), late);
  if (!found.ok) return void (await ctx.reply(ctx.t(`refusal-${found.refusal.code}`)));
  await begin(ctx, 'bind', { place: found.value, named: person });
}

async function edit(ctx: ShopContext, target: EditTarget): Promise<void> {
  if (!editField(target.kind, target.field)) return answerTap(ctx, ctx.t('stale-button'));
  await beginByTap(ctx, 'edit', target);
}

/** Ends the wizard under way, if any, and begins another. */
export async function begin(ctx: ShopContext, name: WizardName, ...args: unknown[]): Promise<void> {
  await ctx.conversation.exitAll();
  await ctx.conversation.enter(name, ...args);
}

async function beginByTap(ctx: ShopContext, name: WizardName, ...args: unknown[]): Promise<void> {
  await answerTap(ctx);
  await begin(ctx, name, ...args);
}

/** The plugin forgets a wizard in which a call failed; the row keeps it, and the inbox hands the update in again. */
async function keepOnFailure(storage: WizardStorage, ctx: ShopContext, next: NextFunction): Promise<void> {
  try {
    await next();
  } catch (fault) {
    if (!isUnplayable(fault)) storage.settle(ctx, 'failed');
    throw fault;
  }
}

/** A wizard that was changed without a new version can never go on. */
const isUnplayable = (fault: unknown): boolean =>
  fault instanceof Error && fault.message.startsWith('Bad replay');

/** What was typed for a wizard that is over may be a secret: it is deleted, and goes nowhere else. */
async function tellEnd(storage: WizardStorage, ctx: ShopContext, next: NextFunction): Promise<void> {
  const end = storage.endOf(ctx);
  if (!end) return next();
  const { message } = ctx;
  const isAnswer = message?.text !== undefined && !message.text.startsWith('/');
  if (message && isAnswer) await deleteMessage(ctx, message.message_id);
  await ctx.reply(ctx.t(`wizard-${end}`));
  if (!isAnswer) await next();
}
