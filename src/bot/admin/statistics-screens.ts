import { type Composer, GrammyError, InputFile } from 'grammy';
import type { InputMediaPhoto } from 'grammy/types';
import { STATISTICS_SPANS, type StatisticsSpan } from '../../services/figures/statistics-service.ts';
import { statisticsPng } from '../charts/statistics-chart.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { type At, turnTo } from './show-staff.ts';
import { statisticsCard, statisticsServersCard } from './statistics-cards.ts';

const USUAL = 30;

/** /stats: the shop in figures, as a picture with words under it. */
export function statisticsScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('stats', (ctx) => showStatistics({ ctx, needs }));
  onTap(admin, 'stats', async (ctx, { span }) => {
    await answerTap(ctx);
    await showStatistics({ ctx, needs }, spanOf(span));
  });
  onTap(admin, 'stats-servers', async (ctx, { span, page }) => {
    const servers = await needs.services.statistics.servers();
    await turnTo({ ctx, needs }, statisticsServersCard(ctx.t, { servers, span: spanOf(span), page }));
  });
}

const spanOf = (days: number): StatisticsSpan => STATISTICS_SPANS.find((span) => span === days) ?? USUAL;

/** Into the message whose button was pressed, where a picture can stand there; else as a message of its own. */
export async function showStatistics({ ctx, needs }: At, span: StatisticsSpan = USUAL): Promise<void> {
  const figures = await needs.services.statistics.read(span);
  const picture = new InputFile(statisticsPng(ctx.t, figures), 'stats.png');
  const { text, entities, reply_markup } = statisticsCard(ctx.t, figures);
  const words = { caption: text, caption_entities: entities };
  if (await redraws(ctx, { type: 'photo', media: picture, ...words }, reply_markup)) return;
  await ctx.replyWithPhoto(picture, { ...words, reply_markup });
}

type Keyboard = ReturnType<typeof statisticsCard>['reply_markup'];

/** false = there is no message to draw into, or it cannot be changed any more. */
async function redraws(ctx: ShopContext, media: InputMediaPhoto, reply_markup: Keyboard) {
  if (!ctx.callbackQuery?.message) return false;
  try {
    await ctx.editMessageMedia(media, { reply_markup });
    return true;
  } catch (error) {
    if (error instanceof GrammyError && error.error_code === 400) return false;
    throw error;
  }
}
