import type { PanelAddress } from '../../src/sandbox/panel/simulated-panel.ts';
import type { Exchange } from './recorded-scene.ts';

/** What a panel answered, as it is compared. */
export type Answer = { status: number; headers: Headers; text: string };

const RECORDED_PASSWORD = 's3cret-Passw0rd';

/**
 * Sends recorded requests to a panel. The recordings name cookie, CSRF token and API token by words; this caller
 * remembers what the panel gave and puts it in their place.
 */
export class RecordedCaller {
  private readonly address: PanelAddress;
  private cookie = '';
  private csrf = '';
  private token = '';

  constructor(address: PanelAddress) {
    this.address = address;
  }

  async send({ step, request }: Exchange): Promise<Answer> {
    const url = request.path.replace('{base}', this.address.url);
    const response = await fetch(new URL(url, this.address.url), {
      method: request.method,
      headers: this.headers(request.headers, step.includes('garbage')),
      body: this.body(request),
      redirect: 'manual',
    });
    const text = await response.text();
    this.remember(request.path, response, text);
    return { status: response.status, headers: response.headers, text };
  }

  /** A login that the recording did not write down. */
  async logsInAgain(password: string): Promise<void> {
    const json = { username: 'owner', password };
    const headers = { 'Content-Type': 'application/json', Cookie: 'cookie', 'X-CSRF-Token': 'the-token' };
    await this.send({
      step: 'login again',
      request: { method: 'POST', path: '{base}login', headers, json },
      response: { status: 200, headers: {}, json: {} },
    });
  }

  private headers(recorded: Record<string, string>, isGarbage: boolean): Record<string, string> {
    const real: Record<string, string> = {
      Cookie: isGarbage ? '3x-ui=garbage' : this.cookie,
      'X-CSRF-Token': recorded['X-CSRF-Token'] === 'the-token' ? this.csrf : 'wrong',
      Authorization: recorded.Authorization === 'Bearer wrong' ? 'Bearer wrong' : `Bearer ${this.token}`,
    };
    const sent = Object.entries(recorded).map(([name, value]) => [name, real[name] ?? value]);
    // A panel that restarts between two steps cuts what was kept open.
    return { ...Object.fromEntries(sent), Connection: 'close' };
  }

  private body({ json, form, text }: Exchange['request']): string | undefined {
    if (form) {
      const fields = new URLSearchParams();
      for (const [name, value] of Object.entries(form)) fields.set(name, String(value));
      return this.asOwner(fields.toString());
    }
    return json === undefined ? text : this.asOwner(JSON.stringify(json));
  }

  private asOwner(body: string): string {
    return body
      .replaceAll(RECORDED_PASSWORD, this.address.password)
      .replaceAll('"owner"', `"${this.address.username}"`)
      .replaceAll('username=owner', `username=${this.address.username}`);
  }

  /** A refused call's cookie is left alone: the recording went on with the old one. */
  private remember(path: string, response: Response, text: string): void {
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie && response.status === 200 && cookie !== '3x-ui=') this.cookie = cookie;
    if (path === '{base}csrf-token' && response.ok) this.csrf = String(JSON.parse(text).obj);
    if (path.endsWith('apiTokens/create')) this.token = JSON.parse(text).obj?.token ?? this.token;
  }
}
