/** Where a key leads, as its link says it. */
export type Door = {
  readonly host: string;
  readonly port: number;
  /** The name that an app asks for in its TLS greeting; null = it sends none. */
  readonly tlsName: string | null;
};

/**
 * `open` = it answers as it should; `refused` = nobody listens there; `silent` = no answer in 3 s; `no-tls` = it listens
 * and does not speak TLS; `unknown-host` and `unreachable` = no way there from here; `forbidden` = the address filter says no.
 */
export type ProbeOutcome =
  | 'open'
  | 'refused'
  | 'silent'
  | 'no-tls'
  | 'unknown-host'
  | 'unreachable'
  | 'forbidden';

/** Tries a door from outside, as an app would begin. Never throws; whatever it says is advice (RELIABILITY C6, 112). */
export type Probe = {
  /** `ms` = how long it took, in real time. */
  knock(door: Door): Promise<{ readonly outcome: ProbeOutcome; readonly ms: number }>;
};
