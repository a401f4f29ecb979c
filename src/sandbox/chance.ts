/** Chance that can be played again: the same seed draws the same. */
export class Chance {
  private state: number;

  /** Any whole number. */
  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0 and less than 1 (the generator is mulberry32). */
  draw(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  happens(probability: number): boolean {
    return this.draw() < probability;
  }

  /** A whole number from 0 on and less than `below`. */
  below(below: number): number {
    return Math.floor(this.draw() * below);
  }
}
