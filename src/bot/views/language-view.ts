import type { Texts, Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

const CHOSEN = '✓ ';

/** Every language asks and is offered in its own words, for those who do not read the present one. */
export function languageView(texts: Texts, t: Translate): Screen {
  const languages = texts.languages.map((language) => ({ language, own: texts.for(language) }));
  const rows = languages.map(({ language, own }) => {
    const name = own('language-name');
    const label = name === t('language-name') ? CHOSEN + name : name;
    return [tapButton(label, { screen: 'language-choose', language })];
  });
  return {
    ...richLines(...languages.map(({ own }) => [own('language-ask')])),
    reply_markup: { inline_keyboard: [...rows, waysBack(t, { screen: 'more' })] },
  };
}
