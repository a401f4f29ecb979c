import type { Context } from 'grammy';
import { ok, refuse } from '../../model/result.ts';
import type { FleetService } from '../../services/fleet/fleet-service.ts';
import type { StrangerPlace } from '../../services/fleet/import-desk.ts';
import type { Ids } from '../../services/ports/ids.ts';
import type { CustomerDesk } from '../../services/staff/customer-desk.ts';
import type { StaffService } from '../../services/staff/staff-service.ts';
import { tidy } from '../views/fit-to.ts';
import { clientCard } from './client-cards.ts';
import { inTime, writeLimit } from './in-time.ts';
import type { Read } from './plan-input.ts';
import { sayStaff } from './show-staff.ts';
import { strangerWords } from './stranger-words.ts';
import { type Choice, type Wizard, WizardTalk } from './wizard-talk.ts';

type BindNeeds = { fleet: FleetService; staff: StaffService; desk: CustomerDesk; ids: Ids };
/** `named` = the person as given with the command; empty = to be asked for. */
type Binding = { place: StrangerPlace; named: string };
type Person = { customerId: number; name: string };

const BIND: Choice = { id: 'bind', label: { id: 'bind-button-yes' }, style: 'success' };
const LATE = { ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous', text: '' } } as const;
const LONGEST = 64;

/** [Bind to a customer] and `/bind`: whose it is, what is bound to whom, and after [Bind] it is theirs. */
export const bindWizard = (needs: BindNeeds) =>
  async function bind(wizard: Wizard, _: Context, { place, named }: Binding): Promise<void> {
    const talk = await WizardTalk.begin(wizard, needs.ids);
    const words = await talk.outside(async (ctx) => {
      const found = await inTime(needs.fleet.importDesk.stranger(place), LATE);
      return found.ok
        ? { isThere: true, lines: strangerWords(ctx.t, found.value) }
        : { isThere: false, lines: [refusalWords(found.refusal)] };
    });
    if (!words.isThere) return void (await talk.say({ words: words.lines }));
    const person = await askPerson(needs, talk, named);
    const args = { person: tidy(person.name), id: String(person.customerId) };
    const sure = [{ id: 'bind-sure', args }, ...words.lines, { id: 'bind-sure-what' }];
    await talk.choose({ words: sure, choices: [BIND] });
    await talk.outside((ctx) => bindNow(needs, ctx, { ...place, customerId: person.customerId }));
  };

async function askPerson({ staff }: BindNeeds, talk: WizardTalk, named: string): Promise<Person> {
  for (let given = named; ; given = '') {
    const text = given || (await talk.ask({ ask: { id: 'bind-ask-person' }, read: readPerson }));
    const found = await talk.outside(() => staff.find(text));
    if (found.ok && found.value.name !== null)
      return { customerId: found.value.customerId, name: found.value.name };
    talk.note({ id: `refusal-${found.ok ? 'person-unknown' : found.refusal.code}` });
  }
}

type Ctx = Parameters<Parameters<WizardTalk['outside']>[0]>[0];

async function bindNow(
  { fleet, desk }: BindNeeds,
  ctx: Ctx,
  request: StrangerPlace & { customerId: number },
): Promise<void> {
  const act = { ...request, actorId: ctx.from?.id ?? 0, signal: writeLimit() };
  const answer = await inTime(fleet.importDesk.bind(act), LATE);
  if (!answer.ok) return void (await ctx.reply(ctx.t(refusalWords(answer.refusal).id)));
  await ctx.reply(ctx.t('bind-done'));
  const access = await desk.access(answer.value.clientId);
  if (access) await sayStaff({ ctx }, clientCard(ctx.t, access));
}

const refusalWords = (refusal: { code: string; kind?: string }) => ({
  id: refusal.code === 'panel-unusable' ? `panel-fault-${refusal.kind}` : `refusal-${refusal.code}`,
});

/** An id or a name: one short line. */
function readPerson(text: string): Read<string> {
  const query = text.trim();
  if (query === '') return refuse({ code: 'query-empty' });
  return [...query].length > LONGEST ? refuse({ code: 'query-long' }) : ok(query);
}
