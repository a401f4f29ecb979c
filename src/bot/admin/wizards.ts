import { conversations, createConversation } from '@grammyjs/conversations';
import { Composer, type Context, type NextFunction } from 'grammy';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import { addServerWizard } from './add-server-wizard.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { newPlanWizard } from './new-plan-wizard.ts';
import { WizardStorage } from './wizard-storage.ts';
import { deleteMessage, WIZARD_TAP, type Wizard } from './wizard-talk.ts';

type Builder = (wizard: Wizard) => Promise<void>;

/** The admins' text wizards and the commands that begin and end them. A new wizard ends the one before. */
export function wizards(needs: AdminNeeds): Composer<ShopContext> {
  const storage = new WizardStorage(needs);
  const { ids, shop } = needs;
  const { fleet } = needs.services;
  const composer = new Composer<ShopContext>();
  composer.use(
    conversations<ShopContext, Context>({ storage: { type: 'context', adapter: storage.adapter } }),
  );
  composer.use((ctx, next) => keepOnFailure(storage, ctx, next));
  composer.use((ctx, next) => tellEnd(storage, ctx, next));
  composer.use((ctx, next) => (storage.hasConsumed(ctx) ? undefined : next()));
  install(composer, 'addserver', addServerWizard({ fleet, ids }));
  install(composer, 'newplan', newPlanWizard({ fleet, shop, ids }));
  composer.use((ctx, next) => {
    storage.settle(ctx, 'passed-on');
    return next();
  });
  for (const name of ['addserver', 'newplan']) composer.command(name, (ctx) => begin(ctx, name));
  composer.command('cancel', (ctx) => ctx.reply(ctx.t('wizard-none')));
  composer.callbackQuery(new RegExp(`^${WIZARD_TAP}`), (ctx) => answerTap(ctx, ctx.t('wizard-old-button')));
  return composer;
}

function install(composer: Composer<ShopContext>, id: string, builder: Builder): void {
  composer.use(createConversation<ShopContext, Context>(builder, { id }));
}

async function begin(ctx: ShopContext, name: string): Promise<void> {
  await ctx.conversation.exitAll();
  await ctx.conversation.enter(name);
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
