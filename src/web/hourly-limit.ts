const HOUR_MS = 3_600_000;
const MOST_NAMES = 10_000;

type Window = { endsAt: number; taken: number };

/** So many a name and hour, in this process; `now` counts real milliseconds. Answers whether this one is still allowed. */
export function hourlyLimit(most: number, now: () => number): (name: string) => boolean {
  const windows = new Map<string, Window>();
  return (name) => {
    const window = running(windows.get(name), now()) ?? { endsAt: now() + HOUR_MS, taken: 0 };
    window.taken++;
    remember(windows, name, window);
    return window.taken <= most;
  };
}

function running(window: Window | undefined, now: number): Window | undefined {
  return window && now < window.endsAt ? window : undefined;
}

/** The one that was asked for longest ago is forgotten, so that guessed names cannot fill the memory. */
function remember(windows: Map<string, Window>, name: string, window: Window): void {
  windows.delete(name);
  windows.set(name, window);
  const [oldest] = windows.keys();
  if (windows.size > MOST_NAMES && oldest !== undefined) windows.delete(oldest);
}
