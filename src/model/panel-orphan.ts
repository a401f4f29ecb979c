import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { Server } from './server.ts';

const PanelOrphanSchema = defineEntity({
  name: 'PanelOrphan',
  tableName: 'panel_orphans',
  primaryKeys: ['server', 'email'],
  properties: {
    server: () => p.manyToOne(Server).primary().deleteRule('cascade'),
    email: p.string().primary(),
    firstSeenAt: instant(),
    /** When the staff was told of it; null = not yet. */
    noticedAt: instant().strictNullable(),
  },
});

/** A client under the shop's name on a panel that no row of the shop knows. It is never deleted unasked. */
export class PanelOrphan extends PanelOrphanSchema.class {}

PanelOrphanSchema.setClass(PanelOrphan);
