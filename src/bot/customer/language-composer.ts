import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { languageView } from '../views/language-view.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';
import { homeScreen } from './home-screen.ts';
import type { PersonParts } from './person-composer.ts';

type LanguageParts = CustomerParts &
  PersonParts & { services: CustomerParts['services'] & PersonParts['services'] };

/** /language: one button per language; the choice is stored and shows at once (SPEC 154). */
export function languageComposer(parts: LanguageParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  const { texts } = parts;
  composer.command(['language', 'lang'], (ctx) => newHome(ctx, parts, languageView(texts, ctx.t)));
  onTap(composer, 'language', async (ctx) => {
    await answerTap(ctx);
    await showHome(ctx, parts, languageView(texts, ctx.t));
  });
  onTap(composer, 'language-choose', (ctx, { language }) => choose(ctx, parts, language));
  return composer;
}

/** A language that the shop does not speak any more is not stored: the languages are shown again. */
async function choose(ctx: ShopContext, parts: LanguageParts, language: string): Promise<void> {
  const { texts, services } = parts;
  if (!texts.languages.includes(language)) {
    await alertTap(ctx, ctx.t('stale-button'));
    return showHome(ctx, parts, languageView(texts, ctx.t));
  }
  await services.customers.chooseLanguage(ctx.customer.id, language);
  ctx.t = texts.for(language);
  await answerTap(ctx, ctx.t('language-chosen'));
  await showHome(ctx, parts, await homeScreen(ctx, parts));
}
