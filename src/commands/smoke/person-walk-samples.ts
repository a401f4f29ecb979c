import type { Shown } from './person.ts';

/** Boris, whom every new world knows; he presses Start before anybody looks for him. */
export const SOMEBODY = 5_000_000_002;

/** What a person types where the bot asks with this message. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'addserver-address': ['http://127.0.0.1:9/walk/'],
  'addserver-credentials': ['walker-token'],
  'addserver-name': ['Walkstadt'],
  'addserver-public-host': ['walk.example.com'],
  'addserver-insist': ['walk'],
  'addserver-pin': ['ab'.repeat(32)],
  'newplan-name': ['Walk'],
  'newplan-days': ['7'],
  'newplan-price': ['1.50'],
  'newplan-stars': ['75'],
  'newplan-stars-only': ['75'],
  'newplan-traffic': ['10'],
  'newplan-devices': ['2'],
  'newplan-seats': ['50'],
  'edit-server-name': ['Walkstadt'],
  'edit-server-country': ['NL'],
  'edit-server-host': ['walk.example.com'],
  'edit-server-seats': ['500'],
  'edit-inbound-capacity': ['500'],
  'edit-inbound-traffic': ['5000'],
  'edit-plan-name': ['Walk again'],
  'edit-plan-description': ['Walkers only'],
  'edit-plan-category': ['Walks'],
  'edit-plan-days': ['14'],
  'edit-plan-fee': ['0.50'],
  'edit-plan-traffic': ['20'],
  'edit-plan-devices': ['3'],
  'edit-plan-seats': ['60'],
  'price-ask': ['2.50'],
  'login-ask': ['walker-token'],
  'proxy-ask': ['127.0.0.1:9'],
  'address-ask': ['http://127.0.0.1:9/walk/'],
  'addserver-proxy': ['127.0.0.1:9'],
  'staff-ask': [String(SOMEBODY)],
  'customers-ask': [String(SOMEBODY)],
  'message-ask': ['Walker greets'],
  'support-ask': ['Walker asks'],
  'support-reply-ask': ['Walker answers'],
};
/** For a question that is new here: something of every form that bots ask for. */
const ANYTHING = ['7', 'Walk', '1.50', 'DE', 'walk.example.com', '5000000001'];

/** Which question a message asks; null = it asks for nothing typed. */
export function promptOf(entry: Shown, ids: readonly string[]): string | null {
  const known = ids.find((id) => Object.hasOwn(SAMPLES, id));
  if (known !== undefined) return known;
  const data = (entry.buttons ?? []).flat().flatMap(({ value }) => (value ? [value] : []));
  const isWizard = data.some((each) => /^w:.*:cancel$/.test(each));
  const hasChoices = data.some((each) => /^w:/.test(each) && !each.endsWith(':cancel'));
  return isWizard && !hasChoices ? (ids.findLast((id) => id !== '~') ?? 'unknown') : null;
}

export const samplesFor = (prompt: string): readonly string[] => SAMPLES[prompt] ?? ANYTHING;

/** The bot did not take what was typed. */
export const isRefusedInput = (ids: readonly string[]): boolean => ids.some((id) => /^(input|bad)-/.test(id));
