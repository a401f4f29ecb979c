import { ok, refuse } from '../../model/result.ts';
import type { Read } from './plan-input.ts';
import { readPublicHost } from './server-input.ts';

const FORM = /^(http:\/\/)?(?:([^:@\s]+)(?::(\S*))?@)?(\[[0-9a-f:.]+\]|[^:@\s/[\]]+):(\d{1,5})\/?$/i;
const HIGHEST_PORT = 65_535;

/**
 * An HTTP proxy that tunnels: `host:port`, with `user:password@` before it where it asks for that, and with `http://`
 * or without. Answers it as the address of a panel's proxy is stored.
 */
export function readProxy(text: string): Read<string> {
  const parts = FORM.exec(text.trim());
  if (parts === null) return refuse({ code: 'proxy-form' });
  const [, scheme, user = '', password = '', name = '', digits = ''] = parts;
  const host = readPublicHost(name);
  const port = Number(digits);
  if (!host.ok || port === 0 || port > HIGHEST_PORT) return refuse({ code: 'proxy-form' });
  const address = `${host.value.includes(':') ? `[${host.value}]` : host.value}:${port}`;
  const word =
    scheme === undefined ? encodeURIComponent : (each: string) => encodeURIComponent(decoded(each));
  return ok(user === '' ? `http://${address}` : `http://${word(user)}:${word(password)}@${address}`);
}

/** In an address with a scheme a sign may stand as its code; a lone per cent sign stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
