import { describe, expect, it } from 'vitest';
import { readOrder, UsageFault } from '../../src/commands/panel/read-order.ts';

const URL = 'https://panel.example.com:2053/s3cret/';
const PIN = 'ab'.repeat(32);

type Given = { args?: readonly string[]; environment?: Record<string, string>; input?: string };

const order = ({ args = [], environment = {}, input = '' }: Given) =>
  readOrder({ args, environment, input: () => input });

function mendsOf(given: Given): string {
  try {
    order(given);
    return 'no fault';
  } catch (fault) {
    if (fault instanceof UsageFault) return fault.message;
    throw fault;
  }
}

describe('the command line of npm run panel', () => {
  it.each([
    [URL, URL, false],
    ['panel.example.com:2053/s3cret', URL, false],
    ['https://panel.example.com:2053/s3cret/panel/inbounds', URL, false],
    ['http://127.0.0.1:2053', 'http://127.0.0.1:2053/', true],
    ['http://[::1]:2053/x/panel', 'http://[::1]:2053/x/', true],
  ])('takes %s as /addserver does, and http only where it is written', (typed, url, allowHttp) => {
    const { access } = order({ args: ['--url', typed, '--token', 't'] });

    expect(access).toMatchObject({ url, allowHttp, pinnedSha256: null });
  });

  it('expects the links at the host of the address', () => {
    expect(order({ args: ['--url', 'http://[::1]:2053/', '--token', 't'] }).access.publicHost).toBe('::1');
  });

  it('reads everything from the environment', () => {
    const environment = { PANEL_URL: URL, PANEL_USER: 'owner', PANEL_PASSWORD: ' p w ', PANEL_PIN: PIN };

    expect(order({ environment }).access).toMatchObject({
      url: URL,
      pinnedSha256: PIN,
      credentials: { kind: 'password', username: 'owner', password: ' p w ' },
    });
  });

  it('prefers what is typed, and a user that is typed to a token of the environment', () => {
    const environment = { PANEL_URL: URL, PANEL_TOKEN: 'old' };
    const user = ['--user', 'owner', '--password-stdin'];

    expect(order({ environment, args: ['--token', 'new'] }).access.credentials).toEqual({
      kind: 'token',
      token: 'new',
    });
    expect(order({ environment, args: user, input: 'secret\n' }).access.credentials).toEqual({
      kind: 'password',
      username: 'owner',
      password: 'secret',
    });
  });

  it.each([
    ['JBSW Y3DP EHPK 3PXP', { totpSecret: 'JBSWY3DPEHPK3PXP' }],
    ['123456', { totpCode: '123456' }],
  ])('takes %s as the second factor, from the line after the password', (line, second) => {
    const args = ['--url', URL, '--user', 'owner', '--password-stdin', '--totp-stdin'];

    expect(order({ args, input: `secret\r\n${line}\r\n` }).access.credentials).toMatchObject({
      password: 'secret',
      ...second,
    });
  });

  it('takes a fingerprint with colons', () => {
    const pin = PIN.toUpperCase().replace(/(..)(?=.)/g, '$1:');

    expect(order({ args: ['--url', URL, '--token', 't', '--pin', pin] }).access.pinnedSha256).toBe(PIN);
  });

  it.each([
    [[], /--url is missing[\s\S]*--token T is missing, or --user U --password-stdin/],
    [['--url', 'ftp://x', '--token', 't'], /--url has to begin with https:\/\/ or http:\/\//],
    [['--url', 'https://a:b@x/', '--token', 't'], /--url holds a user or password/],
    [['--url', 'http://169.254.169.254/', '--token', 't'], /--url is an address on which no panel can be/],
    [['--url', URL, '--token', 't', '--user', 'u'], /--token and --user are both given/],
    [['--url', URL, '--token', ' '], /--token is empty/],
    [['--url', URL, '--user', 'u'], /--password-stdin is missing/],
    [['--url', URL, '--user', 'u', '--password-stdin'], /first line of standard input is empty/],
    [['--url', URL, '--token', 't', '--totp-stdin'], /--totp-stdin goes with --user/],
    [['--url', URL, '--token', 't', '--pin', 'abc'], /--pin is not a SHA-256 fingerprint/],
    [['--url', URL, '--token', 't', '--jsn'], /--jsn/],
    [['--url', URL, '--token', 't', 'more'], /more/],
  ])('names the flag that is wrong and its mend: %j', (args, words) => {
    expect(mendsOf({ args })).toMatch(words);
  });

  it('says that a second factor is no second factor, without repeating it', () => {
    const args = ['--url', URL, '--user', 'owner', '--password-stdin', '--totp-stdin'];

    const mends = mendsOf({ args, input: 'secret\n0189-nonsense\n' });

    expect(mends).toMatch(/--totp-stdin is neither six digits nor the base32 secret/);
    expect(mends).not.toMatch(/nonsense|secret\b.*0189/);
  });
});
