import { setTimeout as wait } from 'node:timers/promises';
import type { ChatEvents } from './chat-events.ts';
import { labelsOf, type Shown, type SmokePerson } from './person.ts';
import type { Step, Target, WalkProgress } from './person-walk-progress.ts';
import { isRefusedInput } from './person-walk-samples.ts';
import { type Move, screenOf, textOf, type WalkScreen } from './person-walk-screen.ts';
import { type Seen, watched } from './person-walk-watch.ts';
import type { Complaint, WalkWords } from './person-walk-words.ts';

/** What all walkers found that is not as it should be. */
export type Findings = { dead: Set<string>; untranslated: Map<string, Complaint> };

type WalkerOptions = {
  person: SmokePerson;
  events: ChatEvents;
  /** Role and language, for the report. */
  name: string;
  language: string;
  words: WalkWords;
  progress: WalkProgress;
  findings: Findings;
  /** No press begins after it, by `performance.now()`. */
  until: number;
};

type Acted = { seen: Seen; screens: WalkScreen[] };

/** A quick human: nobody presses faster in one chat. */
const PACE_MS = 400;
const USUAL = { quietMs: 250, mostMs: 6_000 };
/** A payment goes on by itself: invoice, card, key, QR. */
const AFTER_PAYMENT = { quietMs: 3_000, mostMs: 12_000 };
const OUT_OF_DATE = /stale|old-button|outdated/;

/** One person who presses all that he has not seen pressed; several may share what they know (`progress`). */
export class PersonWalker {
  private readonly options: WalkerOptions;
  /** Screens that the last act drew. */
  private fresh: WalkScreen[] = [];
  /** All that stands in the chat, the oldest first. */
  private live: WalkScreen[] = [];
  private lastAct = 0;
  /** What the bot speaks to this person at the moment. */
  private speaks: string;
  /** In which language a message was drawn. */
  private readonly languageOf = new Map<number, string>();

  constructor(options: WalkerOptions) {
    this.options = options;
    this.speaks = options.language;
  }

  /** Says each of these, then presses whatever there is, until all was pressed or the time is over. */
  async walk(openers: readonly string[]): Promise<void> {
    for (const text of openers) {
      if (this.isLate) return;
      await this.say(text);
      await this.pressWhatIsThere();
    }
    for (let target = this.next(); target !== null; target = this.next()) {
      if (await this.goTo(target)) await this.pressWhatIsThere();
    }
  }

  private get isLate(): boolean {
    return performance.now() > this.options.until;
  }

  private next(): Target | null {
    return this.isLate ? null : this.options.progress.next();
  }

  /** Goes on from screen to screen as long as the last one has something harmless to press. */
  private async pressWhatIsThere(): Promise<void> {
    for (let at = this.opening(); at !== null && !this.isLate; at = this.opening()) {
      await this.move(at.screen, at.move);
    }
  }

  private opening(): { screen: WalkScreen; move: Move } | null {
    for (const screen of [...this.live, ...this.fresh].toReversed()) {
      const isFresh = this.fresh.includes(screen);
      const move = this.options.progress.open(screen).find((each) => isHarmless(each, isFresh));
      if (move) return { screen, move };
    }
    return null;
  }

  /** False = the way there does not lead there any more. */
  private async goTo({ screen, move, path }: Target): Promise<boolean> {
    for (const step of path) if (this.isLate || !(await this.follow(step))) return false;
    const there = this.fresh.findLast(({ key }) => key === screen) ?? this.having(move);
    const found = there?.moves.find(({ key }) => key === move);
    if (!there || !found) return false;
    await this.move(there, found);
    return true;
  }

  private async follow(step: Step): Promise<boolean> {
    if ('say' in step) {
      await this.say(step.say);
      return true;
    }
    const screen = this.having(step.press);
    const move = screen?.moves.find(({ key }) => key === step.press);
    if (!screen || !move) return false;
    await this.move(screen, move);
    return true;
  }

  private having(key: string): WalkScreen | undefined {
    return this.fresh.findLast(({ moves }) => moves.some((move) => move.key === key));
  }

  private async say(text: string): Promise<void> {
    const { seen } = await this.act(() => this.options.person.send(text), { path: [{ say: text }] });
    if (isNothing(seen)) this.dead(`what was said: ${text}`);
    await this.backToOwnLanguage();
  }

  /** Another language was tried; the walk is one of its own. */
  private async backToOwnLanguage(): Promise<void> {
    const { language, words } = this.options;
    if (this.speaks === language) return;
    const fresh = this.fresh;
    await this.act(() => this.options.person.send('/language'), { path: [{ say: '/language' }] });
    const own = words.say('language-name', language);
    const button = this.fresh.flatMap(({ moves }) => moves).find(({ label }) => label.endsWith(own));
    if (button) await this.act(() => this.doIt(button), { path: [] });
    this.fresh = this.speaks === language ? [] : fresh;
  }

  private async move(screen: WalkScreen, move: Move): Promise<void> {
    const { progress } = this.options;
    const isFresh = this.fresh.includes(screen);
    progress.done(screen, move);
    const path = [...progress.pathTo(screen), { press: move.key }];
    const { seen, screens } = await this.act(() => this.doIt(move), { path, isPayment: move.kind === 'pay' });
    if (move.kind === 'url' || move.kind === 'copy') return;
    this.judge({ screen, move, isFresh }, seen);
    if (move.kind === 'type' && !screens.some(({ title }) => isRefusedInput([title]))) this.accept(screen);
    await this.backToOwnLanguage();
  }

  /** A screen may be out of date when something was done since it was drawn; then it is pressed again, on a new one. */
  private judge(
    { screen, move, isFresh }: { screen: WalkScreen; move: Move; isFresh: boolean },
    seen: Seen,
  ): void {
    const what = `${move.label} (${move.key}) on ${screen.title}`;
    if (isNothing(seen)) this.dead(what);
    if (!this.saysOutOfDate(seen)) return;
    if (isFresh) this.dead(`${what}: out of date`);
    else this.options.progress.retry(screen, move);
  }

  /** One sample that is taken answers a question; the others need not be tried. */
  private accept(screen: WalkScreen): void {
    for (const move of screen.moves) if (move.kind === 'type') this.options.progress.done(screen, move);
  }

  private doIt(move: Move): Promise<unknown> {
    const { person } = this.options;
    return move.kind === 'type' ? person.send(move.text) : person.tapAt(move);
  }

  private async act(
    doing: () => Promise<unknown>,
    { path, isPayment = false }: { path: Step[]; isPayment?: boolean },
  ): Promise<Acted> {
    await wait(Math.max(0, this.lastAct + PACE_MS - performance.now()));
    const seen = await watched(this.options, doing, isPayment ? AFTER_PAYMENT : USUAL);
    this.lastAct = performance.now();
    this.listen(seen);
    const drawn = new Set(seen.drawn.map(({ id }) => id));
    this.live = this.screensOf(seen.screen);
    const screens = this.live.filter(({ messageId }) => drawn.has(messageId));
    for (const screen of screens) this.options.progress.meet(screen, path);
    for (const entry of seen.drawn) this.read(entry);
    for (const notice of seen.notices) this.complain(notice, false);
    this.fresh = screens;
    return { seen, screens };
  }

  private listen({ drawn, notices }: Seen): void {
    const said = [...notices, ...drawn.map(textOf)];
    const chosen = said.map((text) => this.options.words.chosenIn(text)).find((each) => each !== null);
    this.speaks = chosen ?? this.speaks;
    for (const { id } of drawn) if (id !== null) this.languageOf.set(id, this.speaks);
  }

  /** What was drawn in another language is left alone. */
  private screensOf(screen: readonly Shown[]): WalkScreen[] {
    const { words, language } = this.options;
    return screen
      .filter(({ id }) => id !== null && this.languageOf.get(id) === language)
      .flatMap((entry) => screenOf(entry, words, language) ?? []);
  }

  private read(entry: Shown): void {
    this.complain(textOf(entry), false);
    for (const label of labelsOf(entry)) this.complain(label, true);
  }

  private complain(text: string, isLabel: boolean): void {
    const { words, findings } = this.options;
    for (const complaint of words.complaints(text, this.speaks, isLabel)) {
      findings.untranslated.set(`${this.speaks} ${complaint.why}`, complaint);
    }
  }

  private saysOutOfDate({ notices, drawn }: Seen): boolean {
    const { words, language } = this.options;
    const said = [...notices, ...drawn.map(textOf)];
    return said.some((text) => words.idsOf(text, language).some((id) => OUT_OF_DATE.test(id)));
  }

  private dead(what: string): void {
    this.options.findings.dead.add(`${this.options.name}: ${what}`);
  }
}

/** A wizard's old questions are over; what destroys waits. */
const isHarmless = ({ key, kind, isDestructive }: Move, isFresh: boolean): boolean =>
  !isDestructive && (isFresh || (kind !== 'type' && !key.includes(' w:')));

const isNothing = ({ drawn, notices, gone }: Seen): boolean => drawn.length + notices.length + gone === 0;
