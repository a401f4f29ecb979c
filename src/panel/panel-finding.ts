import type { PanelIdentity } from '../services/ports/panel.ts';

/** What was found out about a panel by asking it: who it is, and what only the drivers have to know. */
export type PanelFinding = {
  readonly identity: PanelIdentity;
  /** How its state is asked for; 2.6 has a route of its own for that. */
  readonly statusRoute: StatusRoute;
  /** It makes share links itself (3.0.1 and later). */
  readonly makesLinks: boolean;
  /** It never cuts a write off, however long it takes (before 3.0.2). */
  readonly isPatient: boolean;
};

export type StatusRoute = 'GET panel/api/server/status' | 'POST server/status';
