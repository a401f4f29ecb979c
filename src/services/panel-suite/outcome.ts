import { type Panel, type PanelAccess, PanelFault, type PanelFaultKind } from '../ports/panel.ts';

/** How a check ended; `reason` of one that passed is a note, mostly empty. None of them holds a secret. */
export type Outcome = { readonly kind: 'ok' | 'skip' | 'fail'; readonly reason: string };

/** One thing that is to be true of a panel. A fault that it throws fails it with the fault's words. */
export type Check<Scene> = { readonly name: string; readonly run: (scene: Scene) => Promise<Outcome> };

export const passed = (note = ''): Outcome => ({ kind: 'ok', reason: note });
export const skipped = (reason: string): Outcome => ({ kind: 'skip', reason });
export const failed = (reason: string): Outcome => ({ kind: 'fail', reason });

/** Passes when nothing differs. */
export const passedUnless = (problems: readonly string[]): Outcome =>
  problems.length === 0 ? passed() : failed(problems.join('; '));

const CAUSES: Record<PanelFaultKind, string> = {
  'not-sent': 'nobody answers at this address',
  ambiguous: 'no clear answer: it may have been done all the same',
  session: 'the panel does not keep us logged in',
  busy: 'the panel is busy',
  duplicate: 'the name or the subscription id is taken',
  permanent: 'the panel refuses it',
  poisoned: 'something that is broken on the panel makes every new client fail',
  auth: 'wrong user, password, code or token, or a token without the right',
  tls: 'the certificate is not accepted',
  'forbidden-address': 'the address is not allowed',
  unsupported: 'not a 3x-ui panel, or a version that this program does not drive',
};

/** A fault in words for the owner: what it means, then the panel's own words. */
export const faultWords = (fault: PanelFault): string => `${CAUSES[fault.kind]}: ${fault.message}`;

/** Names the broken inbounds of a poisoned panel where the fault itself does not. Never throws. */
export async function causeOf(fault: PanelFault, panel: Panel, access: PanelAccess): Promise<string> {
  if (fault.kind !== 'poisoned') return faultWords(fault);
  const broken = await brokenInbounds(panel, access);
  const unnamed = broken.filter((name) => !fault.message.includes(name));
  return unnamed.length === 0 ? faultWords(fault) : `${faultWords(fault)}; at fault: ${unnamed.join(', ')}`;
}

async function brokenInbounds(panel: Panel, access: PanelAccess): Promise<string[]> {
  try {
    const inbounds = await panel.listInbounds(access);
    const unreadable = inbounds.filter(({ notSellable }) =>
      /not readable|cannot read/.test(notSellable ?? ''),
    );
    return unreadable.map(
      ({ remoteId, remark, notSellable }) => `inbound ${remoteId} “${remark}” (${notSellable})`,
    );
  } catch (fault) {
    if (fault instanceof PanelFault) return [];
    throw fault;
  }
}
