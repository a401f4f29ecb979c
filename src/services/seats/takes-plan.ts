import { type RawQueryFragment, sql } from '@mikro-orm/core';
import { OWN_INBOUND } from '../../model/provision-settings.ts';

// Rules of a seat as conditions on the rows `plan` and `inbound` of a statement: each stands here once.

/** The inbound is on sale, and for plans of this kind; whether a seat is free there is asked besides. */
export const takesPlan = sql`
  inbound.provisioning_enabled
  and inbound.status = 'active'
  and coalesce(inbound.traffic_used_bytes < inbound.traffic_limit_bytes, true)
  and inbound.kind = case when plan.type in (${OWN_INBOUND}) then 'source' else 'shared' end
  and coalesce(inbound.provisioning_rules->'planTypes' @> to_jsonb(plan.type), true)`;

/** A customer may have so many more there. */
export const takesCustomer = (
  customerId: RawQueryFragment | number,
  quantity: RawQueryFragment | number,
) => sql`
  coalesce((inbound.provisioning_rules->>'maxPerCustomer')::int >= ${quantity} + (
    select count(*)
      from order_server_clients held
      join order_items line on line.id = held.order_item_id
      join orders bought on bought.id = line.order_id
      left join server_clients sold on sold.id = held.server_client_id
     where held.inbound_id = inbound.id and bought.customer_id = ${customerId}::bigint
       and held.provision_status <> 'cancelled'
       and (held.provision_status <> 'completed' or sold.status is distinct from 'terminated')
  ), true)`;
