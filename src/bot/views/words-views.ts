import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { bold, type RichText, richLines, richText } from './rich-text.ts';
import type { Screen } from './screen.ts';

/** The terms that a press on a plan accepts. */
export function termsView(version: string, t: Translate): Screen {
  return withWays(richLines([bold(t('terms-title', { version: tidy(version) }))], [t('terms')]), t);
}

/** What to do when a payment went wrong. */
export function paySupportView(t: Translate): Screen {
  return withWays(richLines([bold(t('paysupport-title'))], [t('paysupport')]), t);
}

/** What the bot can do. */
export const helpView = (t: Translate): Screen => withWays(richText(t('help')), t);

function withWays(words: RichText, t: Translate): Screen {
  const home = tapButton(t('button-home'), { screen: 'home' });
  const accesses = tapButton(t('button-accesses'), { screen: 'accesses', page: 0 });
  return { ...words, reply_markup: { inline_keyboard: [[accesses, home]] } };
}
