import { TroubleService } from './services/delivery/trouble-service.ts';
import { PauseService } from './services/lifecycle/pause-service.ts';
import type { ProvisioningNeeds } from './services/provisioning/needs.ts';
import { PlacementService } from './services/provisioning/placement-service.ts';

/** What customers do about a running access by themselves. */
export const careOf = (needs: ProvisioningNeeds) => ({
  placement: new PlacementService(needs),
  trouble: new TroubleService(needs),
  pauses: new PauseService(needs),
});
