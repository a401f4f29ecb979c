import { ok, refuse } from '../../model/result.ts';
import type { Ids } from '../../services/ports/ids.ts';
import type { CustomerDesk } from '../../services/staff/customer-desk.ts';
import type { StaffService } from '../../services/staff/staff-service.ts';
import { customersCard } from './customer-cards.ts';
import type { Read } from './plan-input.ts';
import { sayStaff } from './show-staff.ts';
import { staffPersonCard } from './staff-cards.ts';
import { type Wizard, WizardTalk } from './wizard-talk.ts';

const LONGEST = 64;

/** [Search] under /customers: one question, then what it found. */
export const findCustomerWizard = ({ desk, ids }: { desk: CustomerDesk; ids: Ids }) =>
  async function findCustomer(wizard: Wizard): Promise<void> {
    const talk = await WizardTalk.begin(wizard, ids);
    const query = await talk.ask({ ask: { id: 'customers-ask' }, read: readQuery });
    await talk.outside(async (ctx) => {
      await sayStaff({ ctx }, customersCard(ctx.t, await desk.find({ query, page: 0 }), query));
    });
  };

/** [Add] under /staff: asks until it knows who is meant; role and confirmation are buttons of the card. */
export const addStaffWizard = ({ staff, ids }: { staff: StaffService; ids: Ids }) =>
  async function addStaff(wizard: Wizard): Promise<void> {
    const talk = await WizardTalk.begin(wizard, ids);
    for (;;) {
      const text = await talk.ask({ ask: { id: 'staff-ask' }, read: readQuery });
      const found = await talk.outside(() => staff.find(text));
      if (!found.ok) {
        talk.note({ id: `refusal-${found.refusal.code}` });
        continue;
      }
      const person = found.value;
      return talk.outside((ctx) => sayStaff({ ctx }, staffPersonCard(ctx.t, person)));
    }
  };

/** An id, a name, a number: one short line. */
function readQuery(text: string): Read<string> {
  const query = text.trim().replace(/\s+/g, ' ');
  if (query === '') return refuse({ code: 'query-empty' });
  return [...query].length > LONGEST ? refuse({ code: 'query-long' }) : ok(query);
}
