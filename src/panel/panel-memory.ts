import type { PanelAccess } from '../services/ports/panel.ts';
import { asNotSent } from './fault-classes.ts';
import { identifyPanel } from './identify-panel.ts';
import type { PanelFinding } from './panel-finding.ts';
import { type PanelLine, type PanelOptions, panelLine } from './panel-line.ts';

/** Remembers what was found out about each panel, in memory alone: after a restart every panel is asked again. */
export class PanelMemory {
  private readonly line: PanelLine;
  private readonly known = new Map<string, Promise<PanelFinding>>();

  constructor(line: PanelLine) {
    this.line = line;
  }

  /** Asks the panel now, whatever is remembered. @throws {PanelFault} */
  look(access: PanelAccess): Promise<PanelFinding> {
    const asked = identifyPanel(this.line, access);
    this.known.set(access.url, asked);
    asked.catch(() => {
      if (this.known.get(access.url) === asked) this.known.delete(access.url);
    });
    return asked;
  }

  /** What is remembered, else one look for all who ask. @throws {PanelFault} never `ambiguous`: nothing was written. */
  async find(access: PanelAccess): Promise<PanelFinding> {
    try {
      return await (this.known.get(access.url) ?? this.look(access));
    } catch (fault) {
      throw asNotSent(fault);
    }
  }

  forget(access: PanelAccess): void {
    this.known.delete(access.url);
  }
}

/** What the drivers of one program have together, so that a panel that changed its generation is not a stranger. */
export type SharedByDrivers = { readonly line: PanelLine; readonly memory: PanelMemory };

export function sharedByDrivers(options: PanelOptions): SharedByDrivers {
  const line = panelLine(options);
  return { line, memory: new PanelMemory(line) };
}
