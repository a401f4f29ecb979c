import { z } from 'zod';
import type { PanelAddress } from '../../src/sandbox/panel/simulated-panel.ts';

const envelope = z.object({ success: z.boolean(), msg: z.string(), obj: z.unknown() });
const csrfShape = z.object({ obj: z.string() });

/** Somebody else who works at a panel up to 3.0 with the owner's name, as its pages do. */
export class PanelNeighbour {
  private readonly panel: PanelAddress;
  private session: Record<string, string> = {};

  constructor(panel: PanelAddress) {
    this.panel = panel;
  }

  /** Whether the panel let it in. */
  async login(password = this.panel.password): Promise<boolean> {
    this.session = {};
    const csrf = await this.send('csrf-token');
    const token = csrf.ok ? csrfShape.parse(await csrf.json()).obj : '';
    this.session = token === '' ? {} : { Cookie: cookieOf(csrf), 'X-CSRF-Token': token };
    const answer = await this.send('login', { username: this.panel.username, password });
    const { success } = envelope.parse(await answer.json());
    if (success) this.session = { ...this.session, Cookie: cookieOf(answer) };
    return success;
  }

  /** `path` below `panel/api/inbounds/`; with a body it is a POST. @throws when the panel refuses */
  async ask(path: string, body?: unknown): Promise<unknown> {
    if (this.session.Cookie === undefined) await this.login();
    const answer = envelope.parse(await (await this.send(`panel/api/inbounds/${path}`, body)).json());
    if (!answer.success) throw new Error(answer.msg);
    return answer.obj;
  }

  add(inboundId: number, ...clients: object[]): Promise<unknown> {
    return this.ask('addClient', { id: inboundId, settings: JSON.stringify({ clients }) });
  }

  private send(path: string, body?: unknown): Promise<Response> {
    return fetch(this.panel.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'X-Requested-With': 'XMLHttpRequest',
        'Content-Type': 'application/json',
        Connection: 'close',
        ...this.session,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
    });
  }
}

const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
