import type { LivePanel } from './live-panel.ts';
import { labelsOf, type SmokePerson } from './person.ts';

const SERVER = 'Live';
const PLAN = 'Smoke test';

/** What the bot says, and what the owner answers: a text, or the press of a button. */
type Step = { says: string; send: string } | { says: string; press: string };

/** The owner adds a panel and a plan on it, word by word in the chat; answers the plan's name. */
export async function addByChat(owner: SmokePerson, panel: LivePanel): Promise<string> {
  await owner.send('/addserver');
  for (const step of addServerSteps(panel)) await take(owner, step);
  await hears(owner, `${SERVER} is added`);
  await owner.send('/newplan');
  for (const step of newPlanSteps) await take(owner, step);
  await hears(owner, `${PLAN} is on sale`);
  return PLAN;
}

function addServerSteps({ access }: LivePanel): Step[] {
  const { credentials, url, publicHost, allowHttp } = access;
  const secret =
    credentials.kind === 'token' ? credentials.token : `${credentials.username} ${credentials.password}`;
  return [
    { says: 'Send the address', send: url },
    ...(allowHttp ? [{ says: 'begins with http://', press: 'Use http' }] : []),
    { says: 'How does the shop enter', send: secret },
    { says: 'How shall this server be called', send: SERVER },
    { says: 'do customers connect to', press: `Use ${publicHost}` },
    { says: 'Connected. 3x-ui', press: 'Add server' },
  ];
}

const newPlanSteps: readonly Step[] = [
  { says: 'On which server', press: SERVER },
  { says: 'How shall the plan be called', send: PLAN },
  { says: 'How many days', send: '7' },
  { says: 'What does it cost in USD', send: '0.10' },
  { says: 'What does it cost in Stars', press: 'Work it out' },
  { says: 'How many GB', send: '1' },
  { says: 'How many devices', send: '1' },
  { says: 'How many may be sold', press: 'Unlimited' },
  { says: `${PLAN}, on ${SERVER}`, press: 'Create' },
];

async function take(owner: SmokePerson, step: Step): Promise<void> {
  await hears(owner, step.says);
  if ('send' in step) return owner.send(step.send);
  await owner.sees(`button ${step.press}`, (entry) => labelsOf(entry).includes(step.press));
  await owner.tap(step.press);
}

const hears = (owner: SmokePerson, words: string) =>
  owner.sees(`"${words}"`, (entry) => (entry.text ?? '').includes(words));
