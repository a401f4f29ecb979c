import type { Context } from 'grammy';
import { ok, refuse } from '../../model/result.ts';
import type { Ids } from '../../services/ports/ids.ts';
import type { Shop } from '../../services/ports/shop.ts';
import type { CustomerDesk } from '../../services/staff/customer-desk.ts';
import { LETTER_LIMIT, letter, tidy } from '../views/fit-to.ts';
import type { Read } from './plan-input.ts';
import { type Choice, type Wizard, WizardTalk, type Words } from './wizard-talk.ts';

type MessageNeeds = { desk: CustomerDesk; shop: Shop; ids: Ids };

const SEND: Choice = { id: 'send', label: { id: 'message-button-send' }, style: 'success' };

/** [Message] on a customer's card: what is typed is shown as the customer will read it, and goes out after [Send]. */
export const messageWizard = (needs: MessageNeeds) =>
  async function message(wizard: Wizard, _: Context, customerId: number): Promise<void> {
    const { desk, shop, ids } = needs;
    const talk = await WizardTalk.begin(wizard, ids);
    const name = await talk.outside(async () => (await desk.customer(customerId))?.name ?? null);
    if (name === null) return void (await talk.say({ words: [{ id: 'refusal-person-unknown' }] }));
    const person = tidy(name);
    const text = await talk.ask({ ask: { id: 'message-ask', args: { person } }, read: readLetter });
    // Chosen before the question, so that a press that is handed in twice sends one message.
    const nonce = await talk.outside(() => ids.nonce());
    const preview: Words[] = [
      { id: 'message-preview', args: { person } },
      { id: 'from-shop-title', args: { shop: tidy(shop.name) } },
      { id: 'message-text', args: { text } },
    ];
    await talk.choose({ words: preview, choices: [SEND] });
    const sent = await talk.outside((ctx) =>
      desk.write({ customerId, text, nonce, actorId: ctx.from?.id ?? 0 }),
    );
    const words = sent.ok ? { id: 'message-sent', args: { person } } : { id: `refusal-${sent.refusal.code}` };
    await talk.say({ words: [words] });
  };

/** What was typed, without invisible tricks. */
function readLetter(text: string): Read<string> {
  const read = letter(text);
  if (read === letter('')) return refuse({ code: 'letter-empty' });
  return [...text].length > LETTER_LIMIT ? refuse({ code: 'letter-long' }) : ok(read);
}
