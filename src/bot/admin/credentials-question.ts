import type { PanelCredentials } from '../../services/ports/panel.ts';
import { readCredentials } from './server-input.ts';
import type { WizardTalk, Words } from './wizard-talk.ts';

/** Asks until a login was typed that can be one; the message is deleted. */
export async function askCredentials(talk: WizardTalk, ask: Words): Promise<PanelCredentials> {
  for (let problem: Words[] = []; ; ) {
    const read = readCredentials(await talk.askSecret({ words: [...problem, ask] }));
    if (read.ok) return read.value;
    problem = [{ id: `input-${read.refusal.code}` }];
  }
}
