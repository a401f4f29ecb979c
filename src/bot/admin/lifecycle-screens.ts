import type { Composer } from 'grammy';
import { LIFECYCLE_OPERATIONS, type LifecycleOperation } from '../../services/lifecycle/lifecycle-runs.ts';
import type { LifecycleProgress } from '../../services/lifecycle/run-operation.ts';
import { afterwards } from '../inbox/time-to-call.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap, say } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { lifecycleCard, lifecycleProgress, lifecycleUnknown } from './lifecycle-cards.ts';
import { type At, actorOf, showStaff } from './show-staff.ts';

/** Between two words of progress: edits of one message are rationed by Telegram (UX, rule 4). */
const EDIT_MS = 1_500;

/** /lifecycle: what time and traffic did last, and the four operations by hand, with progress and a report. */
export function lifecycleScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('lifecycle', (ctx) => obey({ ctx, needs }, ctx.match.trim().toLowerCase()));
  onTap(admin, 'lifecycle', async (ctx) => {
    await answerTap(ctx);
    await showRuns({ ctx, needs });
  });
  onTap(admin, 'lifecycle-run', async (ctx, { operation }) => {
    if (!isOperation(operation)) return alertTap(ctx, ctx.t('stale-button'));
    await answerTap(ctx);
    await runNow({ ctx, needs }, operation);
  });
}

async function obey(at: At, word: string): Promise<void> {
  if (word === '') return showRuns(at);
  if (isOperation(word)) return runNow(at, word);
  await say(at.ctx, { text: lifecycleUnknown(at.ctx.t, word) });
}

/** What was done last, and the four doors. */
export async function showRuns(at: At): Promise<void> {
  const { lifecycle } = at.needs.services;
  const { isAutomatic } = lifecycle;
  const title = at.ctx.t('lifecycle-title');
  await showStaff(at, lifecycleCard(at.ctx.t, { reports: await lifecycle.lastRuns(), isAutomatic, title }));
}

/** Runs on after the handler has answered: panels may be slow, and the person's next tap must not wait for them. */
async function runNow({ ctx, needs }: At, operation: LifecycleOperation): Promise<void> {
  const sent = await ctx.reply(ctx.t('lifecycle-begun'));
  const { lifecycle } = needs.services;
  const draw = async ({ text, entities, reply_markup }: Screen) => {
    await ctx.api.editMessageText(sent.chat.id, sent.message_id, text, { entities, reply_markup });
  };
  const lost = (error: unknown) => needs.log.warn('lifecycle.not-drawn', { error });
  const pen = progressPen((progress) => draw(lifecycleProgress(ctx.t, progress)).catch(lost));
  const title = ctx.t('lifecycle-done');
  const work = async () => {
    const reports = await lifecycle.run(operation, { onProgress: pen.tell, actorId: actorOf({ ctx }) });
    await pen.end();
    await draw(lifecycleCard(ctx.t, { reports, isAutomatic: lifecycle.isAutomatic, title }));
  };
  void afterwards(work).catch(lost);
}

/** One edit at a time and never two at once: a late "12 of 50" must not overwrite the report. */
function progressPen(draw: (progress: LifecycleProgress) => Promise<void>) {
  let drawn = performance.now();
  let drawing: Promise<void> = Promise.resolve();
  let isBusy = false;
  const tell = (progress: LifecycleProgress): void => {
    if (isBusy || performance.now() - drawn < EDIT_MS) return;
    isBusy = true;
    drawn = performance.now();
    drawing = draw(progress).finally(() => {
      isBusy = false;
    });
  };
  return { tell, end: () => drawing };
}

const isOperation = (word: string): word is LifecycleOperation =>
  LIFECYCLE_OPERATIONS.some((operation) => operation === word);
