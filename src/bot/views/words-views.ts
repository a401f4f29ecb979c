import type { Shop } from '../../services/ports/shop.ts';
import type { Translate } from '../texts.ts';
import { tidy } from './fit-to.ts';
import { bold, type RichText, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** What the shop tells of itself; null = it has no such page, or named no contact. */
export type ShopWords = Pick<Shop, 'termsVersion' | 'termsUrl' | 'privacyUrl' | 'supportContact'>;

/** The terms that a press on a plan accepts. */
export function termsView(shop: ShopWords, t: Translate): Screen {
  const pages = [
    ...lineIf('terms-page', { page: shop.termsUrl }, t),
    ...lineIf('privacy-page', { page: shop.privacyUrl }, t),
  ];
  return withWays(
    richLines([bold(t('terms-title', { version: tidy(shop.termsVersion) }))], [t('terms')], ...pages),
    t,
  );
}

/** What the shop keeps of a person, and why. */
export function privacyView(shop: ShopWords, t: Translate): Screen {
  const page = lineIf('privacy-page', { page: shop.privacyUrl }, t);
  return withWays(richLines([bold(t('privacy-title'))], [t('privacy')], ...page), t);
}

/** What to do when a payment went wrong. */
export function paySupportView(shop: ShopWords, t: Translate): Screen {
  const contact = lineIf('support-contact', { contact: shop.supportContact }, t);
  return withWays(richLines([bold(t('paysupport-title'))], [t('paysupport')], ...contact), t);
}

/** What the bot can do. */
export function helpView(shop: ShopWords, t: Translate): Screen {
  return withWays(
    richLines([t('help')], ...lineIf('support-contact', { contact: shop.supportContact }, t)),
    t,
  );
}

/** Nothing where the shop has nothing to name. */
function lineIf(id: string, args: Record<string, string | null>, t: Translate): string[][] {
  const [[name, value] = []] = Object.entries(args);
  return name === undefined || !value ? [] : [[t(id, { [name]: tidy(value, 300) })]];
}

const withWays = (words: RichText, t: Translate): Screen => ({
  ...words,
  reply_markup: { inline_keyboard: [waysBack(t, { screen: 'more' })] },
});
