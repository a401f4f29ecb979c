import { describe, expect, it } from 'vitest';
import { fieldsOf, textsOf } from '../../src/model/link-fields.ts';
import { type Connection, parseLink } from '../../src/model/parse-link.ts';
import type { LinkInbound } from '../../src/model/share-link-draft.ts';
import { linksFor } from '../../src/panel/links-for.ts';
import { exchangesOf, furniture, type RecordedLink, recordedLinks } from './recorded-links.ts';

// Real panels gave these links for these inbounds (recordings/3x-ui). Ours have to say the same.

/** A link that ours are not compared with, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'subLinks with a host': 'the host stands beside the inbound, and only the panel knows it',
};

type Words = Record<string, string>;

/** Where an older panel says it in another way than current apps take it: what ours say instead. */
const NEWER: Readonly<Record<string, { why: string; on: RegExp; say: (words: Words) => Words }[]>> = {
  '2.8.11': [
    {
      why: 'mKCP of current apps takes mtu and tti, and no header',
      on: /-kcp-/,
      say: ({ headerType: _, ...words }) => ({ ...words, mtu: '1350', tti: '20' }),
    },
    {
      why: 'xhttp tells its padding',
      on: /-xhttp-/,
      say: (words) => ({
        ...words,
        x_padding_bytes: '100-1000',
        extra: '{"mode":"auto","xPaddingBytes":"100-1000"}',
      }),
    },
  ],
  '3.0.2': [SILENT_DEFAULT()],
  '3.1.0': [SILENT_DEFAULT()],
  '3.6.0': [],
};

function SILENT_DEFAULT() {
  return {
    why: "scMaxEachPostBytes is the core's own default",
    on: /-xhttp-/,
    say: (words: Words) => ({ ...words, extra: '{"mode":"auto","xPaddingBytes":"100-1000"}' }),
  };
}

/** How many links each version gave at least. */
const PANELS = { '2.8.11': 19, '3.0.2': 39, '3.1.0': 40, '3.6.0': 40 };

const bare = (link: string) => link.replace(/#.*$/s, '');

function expected(recorded: RecordedLink, version: string): Connection {
  const told = parseLink(recorded.link);
  if (told === null) throw new Error(`cannot be read: ${recorded.link}`);
  const changes = (NEWER[version] ?? []).filter(({ on }) => on.test(recorded.inbound.remark));
  const parameters = changes.reduce<Words>((words, { say }) => say(words), { ...told.parameters });
  return { ...told, parameters };
}

const ours = ({ inbound, client }: RecordedLink, host: string): Connection[] =>
  linksFor(inbound, client, host)
    .map(parseLink)
    .filter((each) => each !== null);

/** Name, short id and path of the spider are drawn by lot by most panels: any of those allowed is right. */
function settled(connection: Connection, inbound: LinkInbound): Connection {
  const reality = fieldsOf(inbound.streamSettings.realitySettings);
  const { sni = '', sid = '', spx = '', ...rest } = connection.parameters;
  if (connection.security !== 'reality') return connection;
  expect(textsOf(reality.serverNames)).toContain(sni);
  expect(textsOf(reality.shortIds)).toContain(sid);
  expect(spx).toMatch(/^\/[0-9A-Za-z]{15}$/);
  return { ...connection, parameters: { ...rest, sni: 'one of them', sid: 'one of them', spx: 'any' } };
}

describe.each(Object.entries(PANELS))('links of a panel %s', (version, count) => {
  const all = recordedLinks(version).filter(({ inbound }) => inbound.protocol !== 'wireguard');
  const compared = all.filter(({ step }) => LEFT_OUT[step] === undefined);

  it('were recorded, and none is left out without a reason', () => {
    expect(compared.length).toBeGreaterThanOrEqual(count);
    expect(all.length - compared.length).toBe(version === '3.6.0' ? 1 : 0);
  });

  it.each(compared.map((each) => [`${each.step}: ${each.inbound.remark}`, each] as const))(
    'say what ours say: %s',
    (_, recorded) => {
      const wanted = expected(recorded, version);
      const made = ours(recorded, wanted.host).find(
        ({ host, port }) => host === wanted.host && port === wanted.port,
      );

      if (made === undefined) throw new Error('we make no link to there');
      expect(settled(made, recorded.inbound)).toEqual(settled(wanted, recorded.inbound));
    },
  );
});

describe('links in the form of a panel 3.6', () => {
  const drawn = (link: string) => link.replaceAll(/(sni|sid)=[^&]*&/g, '');
  const ourForm = ({ inbound, client }: RecordedLink, host: string) =>
    linksFor(inbound, client, host).map((link) => drawn(bare(link)).replaceAll('%20', '+'));

  it('are ours to the letter, where the panel draws no lot', () => {
    const theirs = recordedLinks('3.6.0').filter(
      ({ step, link }) => LEFT_OUT[step] === undefined && !/^(vmess|wireguard):/.test(link),
    );
    const differing = theirs.filter(
      (each) => !ourForm(each, parseLink(each.link)?.host ?? '').includes(drawn(bare(each.link))),
    );

    expect(theirs.length).toBeGreaterThan(30);
    expect(differing.map(({ step, link }) => `${step}: ${link}`)).toEqual([]);
  });

  it('are those of WireGuard too, with the keys that the panel drew', () => {
    const scene = exchangesOf('3.6.0', '23-hosts-and-wireguard');
    const told = JSON.stringify(scene.find(({ step }) => step === 'its links')?.response.json);
    const theirs = /wireguard:[^"#]*/.exec(told)?.[0] ?? 'none recorded';
    const { inbounds, clients } = furniture('3.6.0');
    const inbound = [...inbounds.values()].find(({ protocol }) => protocol === 'wireguard');
    const owner = clients.find(({ client }) => client.email === 'shop-0701')?.client;
    if (inbound === undefined || owner === undefined) throw new Error('not recorded');
    const entry = {
      email: 'shop-0701',
      privateKey: '+MRIC9eMyZfkCzEst9V3+OiJG3FOsf86N1RkamGQVVI=',
      allowedIPs: ['10.0.0.2/32'],
      preSharedKey: '',
      keepAlive: 0,
    };

    const made = linksFor(
      { ...inbound, settings: { ...inbound.settings, clients: [entry] } },
      owner,
      'localhost',
    );

    expect(made.map(bare)).toEqual([theirs]);
    expect(linksFor(inbound, owner, 'localhost')).toEqual([]);
  });
});

describe('links of a panel 2.6', () => {
  it('were not recorded, for its subscription server is off; ours are those for the same inbounds of 2.8', () => {
    expect(recordedLinks('2.6.7')).toEqual([]);
    const [old, newer] = ['2.6.7', '2.8.11'].map((version) => {
      const { inbounds, clients } = furniture(version);
      return clients.flatMap(({ client, inboundId }) => {
        const inbound = inbounds.get(inboundId);
        return inbound === undefined ? [] : linksFor(inbound, client, 'de.example.com').map(bare);
      });
    });

    expect(old?.length).toBeGreaterThanOrEqual(19);
    expect(old).toEqual(newer);
  });
});
