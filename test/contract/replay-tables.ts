import type { Generation } from '../../src/sandbox/panel/generation.ts';

/** How the recordings of one version are played back; steps are named `scene/step`. */
export type ReplayTable = {
  readonly version: string;
  readonly generation: Generation;
  /** Left out, and why. `*` = the whole scene. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Values that are the panel's own in these steps: only the shape is compared. And why. */
  readonly shapeOnly: Readonly<Record<string, string>>;
  /** How many steps were recorded, and how many of them are compared at least. */
  readonly recorded: number;
  readonly compared: number;
  /** When the recording was made, in ms; later, when the panel had looked for clients that ended. */
  readonly recordedAt: number;
  readonly afterThePoll: number;
  /** A client that the recorded panel refused and this one took, or the other way round, by step. */
  readonly removeBefore: Readonly<Record<string, string>>;
};

const NO_SUBSCRIPTIONS = {
  '22-subscription/*': 'the subscription server is not simulated',
  '40-depletion-and-renewal/subscription of the depleted shop-0501':
    'the subscription server is not simulated',
  '40-depletion-and-renewal/subscription of the depleted shop-0502':
    'the subscription server is not simulated',
};

const DRAWN = {
  '01-first-look/csrf-token, anonymous': 'a drawn token',
  '02-login/csrf before login': 'a drawn token',
  '02-login/csrf again': 'a drawn token',
  '02-login/status, later': 'figures of the machine',
  '10-inbounds/new uuid': 'a drawn uuid',
  '30-clients-refused/no credential: client': 'a drawn uuid',
  '30-clients-refused/no credential: traffic': 'a drawn uuid',
  '31-update-and-remove/2022 key of the wrong length: client': 'a drawn key',
  '40-depletion-and-renewal/status': 'figures of the machine',
  '50-two-factor/csrf before': 'a drawn token',
  '50-two-factor/csrf after': 'a drawn token',
  '51-session-lost/csrf': 'a drawn token',
  '52-login-limiter/csrf': 'a drawn token',
};

export const REPLAYED: readonly ReplayTable[] = [
  {
    version: '3.1.0',
    generation: '3.1',
    leftOut: NO_SUBSCRIPTIONS,
    shapeOnly: {
      ...DRAWN,
      '31-update-and-remove/after the omitted credential: client': 'a drawn uuid',
      '31-update-and-remove/after the omitted credential: traffic': 'a drawn uuid',
    },
    recorded: 365,
    compared: 339,
    recordedAt: 1_795_354_487_500,
    afterThePoll: 1_795_354_492_000,
    removeBefore: {},
  },
  {
    version: '3.6.0',
    generation: '3.6',
    leftOut: {
      ...NO_SUBSCRIPTIONS,
      '03-api-token/settings by token': 'the panel settings are not simulated',
    },
    shapeOnly: {
      ...DRAWN,
      '23-hosts-and-wireguard/its links': 'a drawn key',
    },
    recorded: 377,
    compared: 350,
    recordedAt: 1_795_354_536_000,
    afterThePoll: 1_795_354_545_000,
    // Sent while an inbound was broken on older panels; what came of it was taken away by the recorder.
    removeBefore: { '10-inbounds/list': 'shop-0901' },
  },
];

/** The panel hands out a cleared cookie there, which nobody uses. */
export const COOKIE_NOT_COMPARED = ['51-session-lost/password is changed by its owner'];
