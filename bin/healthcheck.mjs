// HEALTHCHECK of the container: exit 0 = the shop in it lives. Without the role web it serves nothing that could be asked.

const roles = (process.env.ROLE || 'all').split(',').map((role) => role.trim());
const isServing = roles.includes('all') || roles.includes('web');

process.exit(!isServing || (await answers(process.env.WEB_PORT || '8081')) ? 0 : 1);

async function answers(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4_000) });
    return answer.ok;
  } catch {
    return false;
  }
}
