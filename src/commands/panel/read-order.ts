import { parseArgs } from 'node:util';
import { checkPanelUrl } from '../../panel/address-filter.ts';
import type { PanelAccess, PanelCredentials } from '../../services/ports/panel.ts';

export const USAGE = `npm run panel -- --url URL (--token T | --user U --password-stdin) [more]

  --url URL          the panel, as you open it in the browser; http only if you write http://   (or PANEL_URL)
  --token T          an API token of the panel, 3.0 and later                                   (or PANEL_TOKEN)
  --user U           a user of the panel, with --password-stdin                                 (or PANEL_USER)
  --password-stdin   the password is the first line of standard input                           (or PANEL_PASSWORD)
  --totp-stdin       the next line is the second factor: its base32 secret, or six digits       (or PANEL_TOTP)
  --pin SHA256       the certificate to trust, 64 hex digits, with or without colons            (or PANEL_PIN)
  --make-inbounds    makes inbounds of its own as well, tries them and removes them
  --clean            removes what any earlier run left, not only what is an hour old
  --may-restart      tries also what makes this version restart its core, which cuts everybody
  --json             one JSON object instead of lines`;

/** What was asked for on the command line, checked. */
export type PanelOrder = {
  readonly access: PanelAccess;
  readonly makeInbounds: boolean;
  readonly clean: boolean;
  readonly mayRestartCore: boolean;
  readonly json: boolean;
};

/** The command line cannot be understood: every mistake with its mend. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Where the order comes from; `input` is read only when a flag says so. */
export type OrderSources = {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: () => string;
};

/** @throws {UsageFault} */
export function readOrder({ args, environment, input }: OrderSources): PanelOrder {
  const flags = flagsIn(args);
  const problems: string[] = [];
  const url = urlIn(flags.url ?? filled(environment.PANEL_URL), problems);
  const pinnedSha256 = pinIn(flags.pin ?? filled(environment.PANEL_PIN), problems);
  const lines = flags['password-stdin'] || flags['totp-stdin'] ? linesOf(input()) : [];
  const credentials = credentialsIn(flags, { environment, lines, problems });
  if (problems.length > 0 || url === null || credentials === null) throw new UsageFault(problems);
  return {
    access: {
      url,
      publicHost: new URL(url).hostname.replace(/^\[|\]$/g, ''),
      allowHttp: url.startsWith('http:'),
      pinnedSha256,
      credentials,
    },
    makeInbounds: flags['make-inbounds'],
    clean: flags.clean,
    mayRestartCore: flags['may-restart'],
    json: flags.json,
  };
}

const OPTIONS = {
  url: { type: 'string' },
  token: { type: 'string' },
  user: { type: 'string' },
  'password-stdin': { type: 'boolean', default: false },
  'totp-stdin': { type: 'boolean', default: false },
  pin: { type: 'string' },
  'make-inbounds': { type: 'boolean', default: false },
  clean: { type: 'boolean', default: false },
  'may-restart': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

function flagsIn(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (fault) {
    throw new UsageFault([fault instanceof Error ? fault.message : String(fault)]);
  }
}

type Flags = ReturnType<typeof flagsIn>;

const filled = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.replace(/\r$/, ''));

const URL_MENDS = {
  'not-a-url': 'is not an address: write it as in the browser, https://panel.example.com:2053/secret/',
  scheme: 'has to begin with https:// or http://',
  userinfo: 'holds a user or password: give them with --user and --password-stdin',
  port: 'names port 0',
  'private-address': 'is a private address',
  'forbidden-address': 'is an address on which no panel can be (link-local, multicast or none)',
};

function urlIn(text: string | undefined, problems: string[]): string | null {
  if (text === undefined) {
    problems.push('--url is missing: the address of the panel, with its port and path');
    return null;
  }
  const checked = checkPanelUrl(text, { allowPrivate: true });
  if (checked.ok) return checked.url;
  problems.push(`--url ${URL_MENDS[checked.reason]}`);
  return null;
}

function pinIn(text: string | undefined, problems: string[]): string | null {
  if (text === undefined) return null;
  const hex = text.replace(/^.*=/, '').replaceAll(':', '').trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  problems.push('--pin is not a SHA-256 fingerprint: 64 hex digits, with or without colons');
  return null;
}

type Reading = {
  environment: OrderSources['environment'];
  lines: readonly string[];
  problems: string[];
};

function credentialsIn(flags: Flags, reading: Reading): PanelCredentials | null {
  const { environment, problems } = reading;
  if (flags.token !== undefined && flags.user !== undefined) {
    problems.push('--token and --user are both given: take one of them');
    return null;
  }
  const token = flags.token ?? (flags.user === undefined ? filled(environment.PANEL_TOKEN) : undefined);
  if (token !== undefined) return tokenLogin(token, flags, problems);
  const username = flags.user ?? filled(environment.PANEL_USER);
  if (username !== undefined) return passwordLogin(username, flags, reading);
  problems.push('--token T is missing, or --user U --password-stdin with the password on standard input');
  return null;
}

function tokenLogin(token: string, flags: Flags, problems: string[]): PanelCredentials | null {
  if (token.trim() === '') problems.push('--token is empty');
  if (flags['password-stdin']) problems.push('--password-stdin goes with --user, not with a token');
  if (flags['totp-stdin']) problems.push('--totp-stdin goes with --user: a token needs no second factor');
  return { kind: 'token', token: token.trim() };
}

function passwordLogin(username: string, flags: Flags, reading: Reading): PanelCredentials | null {
  const { environment, lines, problems } = reading;
  const given = flags['password-stdin'] ? lines[0] : filled(environment.PANEL_PASSWORD);
  const factor = flags['totp-stdin']
    ? lines[flags['password-stdin'] ? 1 : 0]
    : filled(environment.PANEL_TOTP);
  if (!given) {
    problems.push('--password-stdin is missing, or the first line of standard input is empty');
    return null;
  }
  if (flags['totp-stdin'] && !factor?.trim())
    problems.push('--totp-stdin: its line of standard input is empty');
  const second = secondFactor(factor?.trim() ?? '', problems);
  return { kind: 'password', username, password: given, ...second };
}

/** The base32 secret behind the digits, or the digits of this half minute. */
function secondFactor(text: string, problems: string[]) {
  if (text === '') return {};
  if (/^\d{6}$/.test(text)) return { totpCode: text };
  const secret = text.replace(/[\s-]/g, '').toUpperCase();
  if (/^[A-Z2-7]{16,}=*$/.test(secret)) return { totpSecret: secret };
  problems.push('--totp-stdin is neither six digits nor the base32 secret of the second factor');
  return {};
}
