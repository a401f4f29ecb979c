import { type GoStruct, numberIn, parseGoStruct, textIn, textsIn, truthIn } from './go-json.ts';
import type { Client, Fields, WireguardKeys } from './panel-records.ts';

/** What a caller may set of a client; credentials '' = not given. */
export type Wish = Omit<
  Client,
  | 'id'
  | 'createdAt'
  | 'updatedAt'
  | 'inboundIds'
  | 'doubledOn'
  | 'lastInboundId'
  | 'up'
  | 'down'
  | 'lastOnline'
  | 'countersEnable'
  | 'worksFrom'
  | 'wireguard'
> & { wireguard?: Partial<WireguardKeys> };

const CLIENT_FIELDS: GoStruct['fields'] = {
  id: 'string',
  security: 'string',
  password: 'string',
  flow: 'string',
  auth: 'string',
  email: 'string',
  limitIp: 'int',
  totalGB: 'int64',
  expiryTime: 'int64',
  enable: 'bool',
  tgId: 'int64',
  subId: 'string',
  group: 'string',
  comment: 'string',
  reset: 'int',
  privateKey: 'string',
  publicKey: 'string',
  allowedIPs: '[]string',
  preSharedKey: 'string',
  keepAlive: 'int',
};

/** Reads a client of a body. @throws {Refused} when a field has the wrong type. */
export function wishOf(raw: unknown, structName: string): Wish {
  const fields: Fields = parseGoStruct(raw ?? {}, { name: structName, fields: CLIENT_FIELDS });
  return {
    email: textIn(fields, 'email').trim(),
    subId: textIn(fields, 'subId'),
    uuid: textIn(fields, 'id'),
    password: textIn(fields, 'password'),
    auth: textIn(fields, 'auth'),
    flow: textIn(fields, 'flow'),
    security: textIn(fields, 'security'),
    limitIp: numberIn(fields, 'limitIp'),
    totalGB: numberIn(fields, 'totalGB'),
    expiryTime: numberIn(fields, 'expiryTime'),
    enable: truthIn(fields, 'enable'),
    tgId: numberIn(fields, 'tgId'),
    group: textIn(fields, 'group'),
    comment: textIn(fields, 'comment'),
    reset: numberIn(fields, 'reset'),
    wireguard: {
      privateKey: textIn(fields, 'privateKey'),
      publicKey: textIn(fields, 'publicKey'),
      allowedIPs: textsIn(fields, 'allowedIPs'),
      preSharedKey: textIn(fields, 'preSharedKey'),
      keepAlive: numberIn(fields, 'keepAlive'),
    },
  };
}
