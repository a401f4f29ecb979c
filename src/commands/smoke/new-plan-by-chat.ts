import type { SmokePerson } from './person.ts';
import { hears, type Step, takeStep } from './talk.ts';

/** What an owner answers to /newplan. `server` null = there is one only, and nobody asks. `seats` null = unlimited. */
export type NewPlan = {
  server: string | null;
  name: string;
  days: number;
  price: string;
  gb: number;
  seats: number | null;
};

/** The owner makes a plan word by word in the chat. */
export async function newPlanByChat(owner: SmokePerson, plan: NewPlan): Promise<void> {
  await owner.send('/newplan');
  for (const step of stepsOf(plan)) await takeStep(owner, step);
  await hears(owner, `${plan.name} is on sale`);
}

const stepsOf = ({ server, name, days, price, gb, seats }: NewPlan): Step[] => [
  ...(server === null ? [] : [{ says: 'On which server', press: server }]),
  { says: 'How shall the plan be called', send: name },
  { says: 'How many days', send: String(days) },
  { says: 'What does it cost in USD', send: price },
  { says: 'What does it cost in Stars', press: 'Work it out' },
  { says: 'How many GB', send: String(gb) },
  { says: 'How many devices', send: '1' },
  {
    says: 'How many may be sold',
    ...(seats === null ? { press: 'Unlimited' } : { send: String(seats) }),
  },
  { says: `${name}, on`, press: 'Create' },
];
