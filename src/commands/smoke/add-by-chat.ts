import type { LivePanel } from './live-panel.ts';
import { newPlanByChat } from './new-plan-by-chat.ts';
import type { SmokePerson } from './person.ts';
import { hears, type Step, takeStep } from './talk.ts';

const SERVER = 'Live';
const PLAN = 'Smoke test';

/** The owner adds a panel and a plan on it, word by word in the chat; answers the plan's name. */
export async function addByChat(owner: SmokePerson, panel: LivePanel): Promise<string> {
  const server = await addServerByChat(owner, panel);
  await newPlanByChat(owner, { server, name: PLAN, days: 7, price: '0.10', gb: 1, seats: null });
  return PLAN;
}

/** The owner adds a panel; answers the server's name. */
export async function addServerByChat(owner: SmokePerson, panel: LivePanel): Promise<string> {
  await owner.send('/addserver');
  for (const step of addServerSteps(panel)) await takeStep(owner, step);
  await hears(owner, `${SERVER} is added`);
  return SERVER;
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
