import type { Composer } from 'grammy';
import { afterwards } from '../inbox/time-to-call.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { doctorCard, doctorProgress, doctorSureCard } from './doctor-cards.ts';
import { type At, actorOf, turnTo } from './show-staff.ts';

/** Sweeps between two words of progress: edits of one message are rationed by Telegram. */
const STEP = 4;

/** /doctor: every sweep of the shop, what it found, and on a second word what it mended. */
export function doctorScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('doctor', (ctx) => examine({ ctx, needs }, false));
  onTap(admin, 'doctor-fix', (ctx) => turnTo({ ctx, needs }, doctorSureCard(ctx.t)));
  onTap(admin, 'doctor-fix-yes', async (ctx) => {
    await answerTap(ctx);
    await examine({ ctx, needs }, true);
  });
}

/** Runs on after the handler has answered: panels may be slow, and the person's next tap must not wait for them. */
async function examine({ ctx, needs }: At, fix: boolean): Promise<void> {
  const sent = await ctx.reply(ctx.t('doctor-begun'));
  const draw = async ({ text, entities, reply_markup }: Screen) => {
    await ctx.api.editMessageText(sent.chat.id, sent.message_id, text, { entities, reply_markup });
  };
  const lost = (error: unknown) => needs.log.warn('doctor.not-drawn', { error });
  const progress = async (step: Parameters<typeof doctorProgress>[1]) => {
    if (step.done % STEP === 0 && step.done > 0) await draw(doctorProgress(ctx.t, step)).catch(lost);
  };
  const { upkeep } = needs.services;
  const work = async () =>
    draw(
      withLifecycle(
        { ctx, needs },
        doctorCard(ctx.t, await upkeep.examine({ fix, progress, actorId: actorOf({ ctx }) }), fix),
      ),
    );
  void afterwards(work).catch(lost);
}

/** That nothing happens by itself explains much of what is found. */
const withLifecycle = ({ ctx, needs }: At, card: Screen): Screen =>
  needs.services.lifecycle.isAutomatic
    ? card
    : { ...card, text: `${card.text}\n\n${ctx.t('lifecycle-off')}` };
