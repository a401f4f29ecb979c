import type { ConversationData, VersionedState } from '@grammyjs/conversations';

type State = VersionedState<ConversationData>;

const BIG = '$bigint';

/** The plugin's state as text; prices and byte counts in it are bigints, which JSON does not know. */
export const writeState = (state: State): string =>
  JSON.stringify(state, (_name, value: unknown) =>
    typeof value === 'bigint' ? { [BIG]: value.toString() } : value,
  );

/** The state that `writeState` wrote. */
export const parseState = (json: string): State =>
  JSON.parse(json, (_name, value: unknown) => (isBig(value) ? BigInt(value[BIG]) : value)) as State;

const isBig = (value: unknown): value is { [BIG]: string } =>
  typeof value === 'object' && value !== null && BIG in value && typeof value[BIG] === 'string';
