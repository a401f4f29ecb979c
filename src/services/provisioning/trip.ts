import type { PanelAccess } from '../ports/panel.ts';
import type { Group } from './due-units.ts';

/** A group on its way to the panel, and how its panel is entered. */
export type Trip = Group & { access: PanelAccess };
