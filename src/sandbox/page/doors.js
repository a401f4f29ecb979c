// The doors of the world (docs/SANDBOX.md), as the page uses them.

const AWAY = 'The world does not answer. Is it still running?';

/** @throws Error where the world does not answer, or refuses. */
export async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** What the world answers; `error` holds why it did not do it. */
export function post(path, body = {}) {
  const headers = { 'content-type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Takes away what stands behind a door; answers as `post` does. */
export const drop = (path) => ask(path, { method: 'DELETE' });

async function ask(path, wishes) {
  try {
    return await (await fetch(path, wishes)).json();
  } catch {
    return { error: AWAY };
  }
}

/** Tells whose chat changed, when the world is (still or again) there, and when it is away. */
export function listen({ onChange, onAlive, onAway }) {
  const events = new EventSource('/_emu/events');
  events.addEventListener('alive', onAlive);
  events.addEventListener('message', ({ data }) => onChange(JSON.parse(data).person));
  events.addEventListener('error', onAway);
}
