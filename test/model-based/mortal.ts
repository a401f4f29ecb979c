import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';

/** This process is dead: nothing that it still wants to do happens. */
class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * When a process dies: at the nth moment of RELIABILITY C1, or at its nth call of anything outside of itself, before
 * that call was made or after it was done and before the answer came.
 */
export type Death = { at: 'moment' | 'before-call' | 'after-call'; nth: number };

/** Rejects whatever it is asked. */
const UNANSWERING = new Proxy({} as SqlEntityManager, {
  get: () => () => Promise.reject(new Killed('dead')),
});

/** The life of one process. A dead one can neither read nor write, as after SIGKILL; what it had asked for goes on. */
export class Life {
  isOver = false;
  private death: Death | null = null;
  private left = 0;

  constructor() {
    subscribe('shop.crash-point', this.moment);
  }

  /** Nobody asks for it any more. */
  forget(): void {
    unsubscribe('shop.crash-point', this.moment);
  }

  /** It will die then. */
  endsAt(death: Death): void {
    this.death = death;
    this.left = death.nth;
  }

  /** Wraps what a process has of the outside: each of its calls is a place to die. */
  mortal<Outside extends object>(outside: Outside): Outside {
    return new Proxy(outside, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => this.call(() => Reflect.apply(member, target, given));
      },
    });
  }

  /** The same for the database: an entity manager can always be had, and of a dead process it answers nothing. */
  mortalWork(work: UnitOfWork): UnitOfWork {
    const { run, do: act, alone } = this.mortal(work);
    return { run, do: act, alone, read: () => (this.isOver ? UNANSWERING : work.read()) };
  }

  private readonly moment = (): void => {
    if (this.death?.at === 'moment') this.tick();
  };

  private call(make: () => unknown): unknown {
    if (this.death?.at === 'before-call') this.tick();
    if (this.isOver) throw new Killed('dead');
    const answer = make();
    if (this.death?.at === 'after-call') this.tick();
    return answer instanceof Promise
      ? answer.then((value: unknown) => this.hears(value))
      : this.hears(answer);
  }

  private hears(answer: unknown): unknown {
    if (this.isOver) throw new Killed('dead');
    return answer;
  }

  private tick(): void {
    if (this.isOver) return;
    this.left -= 1;
    if (this.left <= 0) this.isOver = true;
  }
}
