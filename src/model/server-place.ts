import type { Server } from './server.ts';

/** Where a panel is, and how it is known for the right one. */
export type PanelPlace = {
  /** Normalised, as the row keeps it. */
  url: string;
  allowHttp: boolean;
  /** SHA-256 of the certificate, lower-case hex; null = the system's authorities decide. */
  pinnedSha256: string | null;
  /** What the panel calls itself there; null = it tells nothing, so what is known stays. */
  guid: string | null;
};

/** The panel is here from now on. What it called itself before goes where it tells another name: the next look writes that down. */
export function moveTo(server: Server, { guid, ...place }: PanelPlace): void {
  server.panelUrl = place.url;
  server.allowHttp = place.allowHttp;
  server.pinnedSha256 = place.pinnedSha256;
  if (guid !== null && guid !== server.panelGuid) server.panelGuid = null;
}
