/** Keeps secrets of the database unreadable without the shop's keys (RELIABILITY D1). */
export type Vault = {
  /** `place` is `table:id:column`: what was sealed for one place opens in no other. Each call answers anew. */
  seal(plain: string, place: string): string;
  /** @throws {SealBroken} when it was made for another place, changed, cut, or sealed under a key we do not have. */
  open(sealed: string, place: string): string;
};

/** A sealed value does not open. The message names the place and why, never the value. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor(place: string, why: string, options?: ErrorOptions) {
    super(`cannot open what is sealed at ${place}: ${why}`, options);
  }
}
