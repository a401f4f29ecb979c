/** What a panel says it is. */
export type SeenPanel = {
  version: string;
  /** The name that it gives itself, from 3.3 on; null = none, or one that another server bears. */
  guid: string | null;
  generation: string;
  hasBulk: boolean;
  repeatsSafely: boolean;
  restartsCoreOnDisable: boolean | null;
};

/** What admins set by hand. */
export type ServerSettings = {
  name: string;
  country: string | null;
  publicHost: string;
  maxClientsPerInbound: number | null;
  autoProvisioning: boolean;
  ownPorts: string;
  ownServerName: string;
};
