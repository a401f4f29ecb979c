import { type AddAnswer, type PanelAccess, PanelFault } from '../services/ports/panel.ts';
import { culpritsOf } from './digests.ts';
import type { PanelCalls } from './panel-calls.ts';

/** The same answer; where the panel was poisoned by what others left on it, its refusals name that and the mend. */
export async function namingPoison(
  calls: PanelCalls,
  access: PanelAccess,
  answer: AddAnswer,
): Promise<AddAnswer> {
  const poisoned = [...answer.refused.values()].find((fault) => fault.kind === 'poisoned');
  if (poisoned === undefined) return answer;
  const explained = await explainPoison(calls, access, poisoned);
  const refused = new Map(
    [...answer.refused].map(([email, fault]) => [email, fault.kind === 'poisoned' ? explained : fault]),
  );
  return { ...answer, refused };
}

/** The same fault with inbound, client and mend in its message, as far as the panel's list shows them. */
export async function explainPoison(
  calls: PanelCalls,
  access: PanelAccess,
  fault: PanelFault,
): Promise<PanelFault> {
  const culprits = await findCulprits(calls, access);
  if (culprits.length === 0) return fault;
  return new PanelFault('poisoned', `${fault.message}. ${culprits.slice(0, 3).join(' ')}`);
}

/** Nothing is found where the list cannot be read either: then the panel's own words have to do. */
async function findCulprits(calls: PanelCalls, access: PanelAccess): Promise<readonly string[]> {
  const request = { method: 'GET', path: 'panel/api/inbounds/list' } as const;
  try {
    return culpritsOf(await calls.digest(access, request, { kind: 'poison' }));
  } catch (fault) {
    if (fault instanceof PanelFault) return [];
    throw fault;
  }
}
