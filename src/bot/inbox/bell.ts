/** Lets one loop sleep until somebody rings or the time is over. A ring that nobody heard is kept for the next wait. */
export class Bell {
  private rung = false;
  private hear: (() => void) | null = null;

  /** Ends the wait of the loop; when it does not wait, its next one. */
  ring(): void {
    this.rung = true;
    this.hear?.();
  }

  /** Rings by itself after `ms` of real time. Holds no process open. */
  ringIn(ms: number): void {
    setTimeout(() => this.ring(), ms).unref();
  }

  /** Returns after a ring, and after `ms` of real time at the latest. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) await this.silence(ms);
    this.rung = false;
  }

  private silence(ms: number): Promise<void> {
    return new Promise((end) => {
      const timer = setTimeout(() => this.hear?.(), ms);
      this.hear = () => {
        clearTimeout(timer);
        this.hear = null;
        end();
      };
    });
  }
}
