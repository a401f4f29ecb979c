import type { InboundSettings } from '../../model/inbound-facts.ts';
import type { Result } from '../../model/result.ts';
import type { ServerSettings } from '../../model/server-facts.ts';
import type { PlanTerms } from '../../model/server-plan.ts';
import type { EditOf } from '../../services/fleet/edit.ts';
import type { FleetService } from '../../services/fleet/fleet-service.ts';
import type { InboundView, PlanView, ServerView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { tidy } from '../views/fit-to.ts';
import type { Refusal } from './fleet-at.ts';
import type { Read } from './plan-input.ts';

/** What a value is now: the name of the thing, the value, and the value in words; `accesses` = so many feel another one. */
export type Shown<Value> = { name: string; value: Value; words: string; accesses?: number };

type Write<Value> = { id: number; value: Value; shown: Value; actorId: number };

/** One value that an admin types: how it stands, how it is asked, read and stored. */
export type EditField<Value> = {
  /** The question is the text `edit-<key>`. */
  readonly key: string;
  readonly read: (text: string) => Read<Value>;
  /** A button that stands for a value which is not typed: the text `edit-button-<label>`. */
  readonly none?: { readonly label: string; readonly value: Value };
  /** null = the thing is not there any more. */
  readonly shown: (fleet: FleetService, id: number, t: Translate) => Promise<Shown<Value> | null>;
  readonly apply: (fleet: FleetService, edit: Write<Value>) => Promise<Result<null, Refusal>>;
};

/** What differs between the values of one kind of thing. */
type Facts<Value, View, Settings> = Pick<EditField<Value>, 'key' | 'read' | 'none'> & {
  readonly of: (view: View) => Value;
  readonly words: (t: Translate, value: Value, view: View) => string;
  readonly edit: (values: { value: Value; shown: Value }) => EditOf<Settings>;
};

/** A field whose kind of value only its user has to know. */
export type HiddenField = (use: UseField) => Promise<void>;
type UseField = <Value>(field: EditField<Value>) => Promise<void>;

/** A value of a server. */
export function serverField<Value>(facts: Facts<Value, ServerView, ServerSettings>): HiddenField {
  return hidden({
    ...facts,
    shown: async (fleet, id, t) => shownOf(facts, await fleet.serverDesk.server(id), t),
    apply: (fleet, { id: serverId, actorId, ...values }) =>
      fleet.serverDesk.edit({ ...facts.edit(values), serverId, actorId }),
  });
}

/** A value of an inbound. */
export function inboundField<Value>(
  facts: Facts<Value, InboundView, InboundSettings & { capacity: number | null }>,
): HiddenField {
  return hidden({
    ...facts,
    shown: async (fleet, id, t) => {
      const inbound = await fleet.inboundDesk.inbound(id);
      return shownOf(facts, inbound && { ...inbound, name: inbound.remark }, t);
    },
    apply: (fleet, { id: inboundId, actorId, ...values }) =>
      fleet.inboundDesk.edit({ ...facts.edit(values), inboundId, actorId }),
  });
}

/** A value of a plan. */
export function planField<Value>(facts: Facts<Value, PlanView, PlanTerms>): HiddenField {
  return hidden({
    ...facts,
    shown: async (fleet, id, t) => shownOf(facts, await fleet.planDesk.plan(id), t),
    apply: (fleet, { id: planId, actorId, ...values }) =>
      fleet.planDesk.edit({ ...facts.edit(values), planId, actorId }),
  });
}

/** Any value that is typed. */
export const hidden =
  <Value>(field: EditField<Value>): HiddenField =>
  (use) =>
    use(field);

function shownOf<Value, View>(
  { of, words }: Pick<Facts<Value, View, never>, 'of' | 'words'>,
  view: (View & { name: string }) | null,
  t: Translate,
): Shown<Value> | null {
  if (view === null) return null;
  const value = of(view);
  return { name: tidy(view.name), value, words: words(t, value, view) };
}
