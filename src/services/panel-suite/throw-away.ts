import { keyBytes } from '../../model/credential.ts';
import { days, type Period } from '../../model/values/period.ts';
import { type Bytes, bytes } from '../../model/values/traffic.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { RemoteInbound, WantedClient } from '../ports/panel.ts';

/** Begins the name of everything that is made on a panel to try it. No shop's own names begin so. */
const PREFIX = 'panel-suite-';
const NAME = /^panel-suite-([0-9a-z]{6,8})-[0-9a-z]+(-\d+)?$/;

const LIMIT: Bytes = bytes(5_368_709_120n);
const LIFE: Period = days(2);

/** Makes clients and inbounds that are told apart from everybody else's by their names. */
export class ThrowAways {
  private readonly ids: Pick<Ids, 'uuid' | 'secret' | 'key' | 'unitId'>;
  private readonly clock: Clock;

  constructor(needs: { ids: Pick<Ids, 'uuid' | 'secret' | 'key' | 'unitId'>; clock: Clock }) {
    this.ids = needs.ids;
    this.clock = needs.clock;
  }

  /** A name that no other run draws; it tells when it was drawn. */
  name(): string {
    const seconds = Math.floor(this.clock.now().getTime() / 1000);
    return `${PREFIX}${seconds.toString(36)}-${this.ids.unitId()}`;
  }

  /** A client with credentials for this kind of inbound; it ends by itself, should nobody be left to remove it. */
  client(
    inbound: Pick<RemoteInbound, 'flowCapable' | 'cipher'>,
    changed: Partial<WantedClient> = {},
  ): WantedClient {
    const end = this.clock.now().getTime() + LIFE;
    return {
      email: this.name(),
      uuid: this.ids.uuid(),
      password: this.password(inbound.cipher),
      cipher: inbound.cipher,
      subId: this.ids.secret(),
      flow: inbound.flowCapable ? 'xtls-rprx-vision' : '',
      limitIp: 2,
      trafficLimit: LIMIT,
      expiresAt: new Date(end - (end % 1000)),
      enable: true,
      telegramId: 0,
      comment: 'a test of the panel; may be deleted',
      ...changed,
    };
  }

  /** As the cipher wants it: any text, or a key of the right length. */
  password(cipher: string): string {
    const length = keyBytes(cipher);
    return length === null ? this.ids.secret() : this.ids.key(length);
  }

  /** Eight random bytes in hex, as REALITY wants them. */
  shortId(): string {
    return Buffer.from(this.ids.key(16), 'base64').subarray(0, 8).toString('hex');
  }
}

/** When something of ours was named; null = it is somebody else's. */
export function madeAt(name: string): Date | null {
  const [, seconds] = NAME.exec(name) ?? [];
  return seconds === undefined ? null : new Date(Number.parseInt(seconds, 36) * 1000);
}

export const isThrowAway = (name: string): boolean => madeAt(name) !== null;
