import { EmuError } from './emu-error.ts';
import type { Shelf } from './shelf.ts';
import type { Person, Role } from './telegram/shapes.ts';

type NewPerson = { id?: number; name: string; language: string; stars: number; role: Role };

/** Everybody who can be played, with balance and standing towards the bot. Ids need more than 32 bits, as many real ones do. */
export class Persons {
  private readonly shelf: Shelf;

  constructor(shelf: Shelf) {
    this.shelf = shelf;
    if (this.all().length === 0) this.seed();
  }

  all(): Person[] {
    return this.shelf.all<Person>('persons');
  }

  find(id: number): Person | undefined {
    return this.shelf.get<Person>('persons', id);
  }

  /** @throws EmuError 409 where the id is taken. */
  add({ id = this.nextId(), ...rest }: NewPerson): Person {
    if (this.find(id)) throw new EmuError(409, 'id: is taken');
    const person: Person = { id, ...rest, started: false, blocked: false };
    this.shelf.put('persons', id, person);
    return person;
  }

  change(id: number, change: Partial<Omit<Person, 'id'>>): void {
    const person = this.find(id);
    if (person) this.shelf.put('persons', id, { ...person, ...change });
  }

  private nextId(): number {
    return Math.max(5_000_000_100, ...this.all().map(({ id }) => id + 1));
  }

  private seed(): void {
    this.add({ id: 5_000_000_001, name: 'Ann', language: 'en', stars: 1000, role: 'customer' });
    this.add({ id: 5_000_000_002, name: 'Boris', language: 'ru', stars: 1000, role: 'customer' });
    this.add({ id: 5_000_000_009, name: 'Olga', language: 'en', stars: 1000, role: 'owner' });
  }
}
