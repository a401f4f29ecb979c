import type { FleetService, PanelAddress } from '../../services/fleet/fleet-service.ts';
import type { Choice, WizardTalk, Words } from './wizard-talk.ts';

const OTHER_ADDRESS: Choice = { id: 'address', label: { id: 'addserver-button-address' } };
const USE_HTTP: Choice = { id: 'http', label: { id: 'addserver-button-http' }, style: 'danger' };

type Asked = { talk: WizardTalk; fleet: FleetService };

/** Asks until an address of a panel was typed that may be used, with consent in words where it is http. */
export async function askAddress({ talk, fleet }: Asked, ask: Words): Promise<PanelAddress> {
  for (let problem: Words[] = []; ; ) {
    const text = await talk.askSecret({ words: [...problem, ask] });
    const checked = await talk.outside(() => fleet.checkAddress(text));
    problem = checked.ok
      ? []
      : [{ id: 'refusal-bad-address' }, { id: `bad-address-${checked.refusal.reason}` }];
    if (checked.ok && (!checked.value.http || (await agreesToHttp(talk)))) return checked.value;
  }
}

async function agreesToHttp(talk: WizardTalk): Promise<boolean> {
  const question = { words: [{ id: 'addserver-http' }], choices: [USE_HTTP, OTHER_ADDRESS] };
  return (await talk.choose(question)) === USE_HTTP.id;
}
