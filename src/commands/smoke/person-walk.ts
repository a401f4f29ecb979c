import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Box } from './box.ts';
import { ChatEvents } from './chat-events.ts';
import { SmokePerson } from './person.ts';
import { WalkProgress } from './person-walk-progress.ts';
import { giveRoles } from './person-walk-roles.ts';
import { WalkWords } from './person-walk-words.ts';
import { type Findings, PersonWalker } from './person-walker.ts';

export type WalkReport = {
  screens: number;
  violations: number;
  deadButtons: number;
  untranslated: number;
};
/** The report, and what stands behind its figures. */
export type Walked = {
  report: WalkReport;
  taps: number;
  seconds: number;
  /** What was wrong; empty = nothing. */
  wrong: string[];
  /** Buttons that were seen and not pressed, by role and language. */
  missed: string[];
  /** Who could not be walked as, and why. */
  skipped: string[];
};

type Role = 'customer' | 'viewer' | 'support' | 'admin' | 'owner';
type Group = { role: Role; language: string; progress: WalkProgress; people: SmokePerson[] };
type Walk = { box: Box; words: WalkWords; events: ChatEvents; findings: Findings };

const LOCALES = join(import.meta.dirname, '..', '..', '..', 'locales');
const LANGUAGES = ['en', 'ru'];
const SIDE_BY_SIDE: Readonly<Record<Role, number>> = {
  customer: 1,
  viewer: 1,
  support: 1,
  admin: 1,
  owner: 2,
};
const ROLES = Object.keys(SIDE_BY_SIDE) as Role[];
/** They can take away what the others press, so they come last. */
const MIGHTY: readonly Role[] = ['admin', 'owner'];
/** After so long the world blames a press that was not answered. */
const BLAME_MS = 10_500;
const made = z.object({ id: z.number() });
const commands = z.object({ result: z.array(z.object({ command: z.string() })) });
const violation = z.object({ violation: z.string(), detail: z.string(), method: z.string().nullable() });

/**
 * Presses every button of every screen as customer, as each role of the staff and as owner, in every language that the
 * walk knows, `seconds` at most for each half: first those who change little, then admins and owners.
 */
export async function runPersonWalk(box: Box, { seconds }: { seconds: number }): Promise<Walked> {
  const began = performance.now();
  const groups = await groupsIn(box);
  await box.startShop();
  const events = await ChatEvents.open(box.worldUrl);
  try {
    const findings: Findings = { dead: new Set(), untranslated: new Map() };
    const walk = { box, words: wordsOfLocales(), events, findings };
    const failed = await giveRoles(walk, staffOf(groups));
    const there = groups.filter(({ role }) => !failed.has(role));
    await walkAll(walk, there.filter(isWeak), seconds);
    await walkAll(walk, there.filter(isMighty), seconds);
    await box.settled();
    await wait(BLAME_MS);
    return {
      ...(await summary(walk, there)),
      skipped: [...failed].map(([role, why]) => `${role}: ${why}`),
      seconds: Math.round((performance.now() - began) / 1_000),
    };
  } finally {
    events.close();
  }
}

/** Owners have to be there before the shop starts: they stand in its configuration. */
async function groupsIn(box: Box): Promise<Group[]> {
  const groups: Group[] = [];
  for (const role of ROLES) {
    for (const language of LANGUAGES) {
      const people: SmokePerson[] = [];
      for (let each = 1; each <= SIDE_BY_SIDE[role]; each++)
        people.push(await newPerson(box, { role, language, name: `${nameOf(role)} ${language} ${each}` }));
      groups.push({ role, language, progress: new WalkProgress(), people });
    }
  }
  return groups;
}

const isMighty = ({ role }: Group): boolean => MIGHTY.includes(role);
const isWeak = (group: Group): boolean => !isMighty(group);

function staffOf(groups: readonly Group[]) {
  const owner = groups.find(({ role, language }) => role === 'owner' && language === 'en')?.people[0];
  const given = groups.filter(({ role }) => role !== 'customer' && role !== 'owner');
  return { owner, people: given.flatMap(({ role, people }) => people.map((person) => ({ person, role }))) };
}

/** A name that no file of words knows. */
const nameOf = (role: Role): string => `Walker${ROLES.indexOf(role)}`;

async function newPerson(box: Box, of: { role: Role; language: string; name: string }): Promise<SmokePerson> {
  const role = of.role === 'owner' ? 'owner' : 'customer';
  const body = { name: of.name, language: of.language, stars: 100_000, role };
  const { data } = await box.http.post<unknown>('/_emu/persons', body);
  return new SmokePerson(box.worldUrl, made.parse(data).id);
}

/** The words of the files that the shop speaks by. */
export function wordsOfLocales(): WalkWords {
  const files = readdirSync(LOCALES).filter((file) => file.endsWith('.ftl'));
  const sources = files.map((file) => [
    file.slice(0, -'.ftl'.length),
    readFileSync(join(LOCALES, file), 'utf8'),
  ]);
  return new WalkWords(Object.fromEntries(sources));
}

async function walkAll(walk: Walk, groups: readonly Group[], seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  const walks = groups.flatMap((group) =>
    group.people.map(async (person, at) => {
      const openers = await openersFor(walk, group, person);
      const walker = new PersonWalker({
        ...walk,
        ...group,
        person,
        name: `${group.role} ${group.language}`,
        until,
      });
      const mine = openers.filter((_, place) => place === 0 || place % group.people.length === at);
      await walker.walk(mine);
    }),
  );
  await Promise.all(walks);
}

/** What can be said: the person's own menu, for the staff every command that has a name, and something unknown. */
async function openersFor({ box, words }: Walk, { role, language }: Group, { id }: SmokePerson) {
  const menu = await menuOf(box, id, language);
  const all = role === 'customer' ? menu : [...menu, ...words.namesAfter('command-')];
  const named = new Set(['start', ...all]);
  return [...[...named].map((command) => `/${command}`), 'walker', '/orders nothing'];
}

/** As Telegram looks for it: the chat's own menu before that of all, the language before none. */
async function menuOf(box: Box, chatId: number, language: string): Promise<string[]> {
  const { token } = z.object({ token: z.string() }).parse((await box.http.get<unknown>('/_emu/bot')).data);
  for (const scope of [{ type: 'chat', chat_id: chatId }, { type: 'default' }]) {
    for (const language_code of [language, '']) {
      const { data } = await box.http.post<unknown>(`/bot${token}/getMyCommands`, { scope, language_code });
      const { result } = commands.parse(data);
      if (result.length > 0) return result.map(({ command }) => command);
    }
  }
  return [];
}

async function summary(
  { box, findings }: Walk,
  groups: readonly Group[],
): Promise<Omit<Walked, 'skipped' | 'seconds'>> {
  const violations = z
    .array(violation)
    .parse((await box.http.get<unknown>('/_emu/violations')).data)
    .map((each) => `violation: ${each.violation}, ${each.detail} (${each.method ?? 'no call'})`);
  const dead = [...findings.dead].map((each) => `dead button: ${each}`);
  const untranslated = [...findings.untranslated.values()].map(
    ({ language, why, words }) => `untranslated in ${language}: ${why}: ${words.slice(0, 120)}`,
  );
  return {
    report: {
      screens: new Set(groups.flatMap(({ progress }) => progress.keys)).size,
      violations: violations.length,
      deadButtons: dead.length,
      untranslated: untranslated.length,
    },
    taps: groups.flatMap(({ people }) => people).reduce((sum, { taps }) => sum + taps, 0),
    wrong: [...violations, ...dead, ...untranslated],
    missed: groups.flatMap(({ role, language, progress }) =>
      progress.missed().map((each) => `${role} ${language}: ${each}`),
    ),
  };
}
