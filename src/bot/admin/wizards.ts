import { conversations, createConversation } from '@grammyjs/conversations';
import { Composer, type Context, type NextFunction } from 'grammy';
import { isAtLeast, type Role } from '../../model/role.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import { addServerWizard } from './add-server-wizard.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { addStaffWizard, findCustomerWizard } from './find-wizards.ts';
import { messageWizard } from './message-wizard.ts';
import { newPlanWizard } from './new-plan-wizard.ts';
import { WizardStorage } from './wizard-storage.ts';
import { deleteMessage, WIZARD_TAP, type Wizard } from './wizard-talk.ts';

/** `named` = the id of what its button named; those that begin with a command have none. */
type Builder = (wizard: Wizard, ctx: Context, named: number) => Promise<void>;

/** The least role that goes on with each wizard: who loses it in the middle is not asked any further. */
const LEAST = {
  addserver: 'admin',
  newplan: 'admin',
  message: 'support',
  'find-customer': 'viewer',
  'add-staff': 'owner',
} as const satisfies Record<string, Role>;

type Name = keyof typeof LEAST;

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
  install(composer, 'message', messageWizard({ desk, shop, ids }));
  install(composer, 'find-customer', findCustomerWizard({ desk, ids }));
  install(composer, 'add-staff', addStaffWizard({ staff, ids }));
  composer.use((ctx, next) => {
    storage.settle(ctx, 'passed-on');
    return next();
  });
  for (const name of ['addserver', 'newplan'] as const) composer.command(name, (ctx) => begin(ctx, name));
  onTap(composer, 'customer-message', (ctx, { customerId }) => beginByTap(ctx, 'message', customerId));
  onTap(composer, 'customers-find', (ctx) => beginByTap(ctx, 'find-customer'));
  onTap(composer, 'staff-add', (ctx) => beginByTap(ctx, 'add-staff'));
  composer.command('cancel', (ctx) => ctx.reply(ctx.t('wizard-none')));
  composer.callbackQuery(new RegExp(`^${WIZARD_TAP}`), (ctx) => answerTap(ctx, ctx.t('wizard-old-button')));
  return composer;
}

function install(composer: Composer<ShopContext>, id: Name, builder: Builder): void {
  const conversation = createConversation<ShopContext, Context>(builder, { id });
  composer.filter(({ role }) => isAtLeast(role, LEAST[id]), conversation);
}

async function begin(ctx: ShopContext, name: Name, ...named: number[]): Promise<void> {
  await ctx.conversation.exitAll();
  await ctx.conversation.enter(name, ...named);
}

async function beginByTap(ctx: ShopContext, name: Name, ...named: number[]): Promise<void> {
  await answerTap(ctx);
  await begin(ctx, name, ...named);
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
