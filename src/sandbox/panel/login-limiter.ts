const WINDOW_MS = 5 * 60_000;
const BLOCKED_MS = 15 * 60_000;
const FAILURES = 5;

/** Five failures within five minutes block an address and name for fifteen, the right password too. */
export class LoginLimiter {
  private readonly failures = new Map<string, number[]>();
  private readonly blockedUntil = new Map<string, number>();

  isBlocked(key: string, now: number): boolean {
    return (this.blockedUntil.get(key) ?? 0) > now;
  }

  failed(key: string, now: number): void {
    const recent = [...(this.failures.get(key) ?? []).filter((at) => at > now - WINDOW_MS), now];
    this.failures.set(key, recent);
    if (recent.length < FAILURES) return;
    this.blockedUntil.set(key, now + BLOCKED_MS);
    this.failures.delete(key);
  }

  succeeded(key: string): void {
    this.failures.delete(key);
  }
}
