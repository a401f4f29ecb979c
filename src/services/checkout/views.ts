import type { OrderStatus } from '../../model/order.ts';
import type { ProvisionStatus } from '../../model/order-server-client.ts';
import type { ChargeStatus } from '../../model/payment.ts';

/** An order as an admin sees it. */
export type OrderView = {
  orderId: string;
  status: OrderStatus;
  customerId: number;
  customerName: string;
  planId: number;
  planName: string;
  quantity: number;
  stars: number;
  createdAt: Date;
  paidAt: Date | null;
  units: readonly { unitId: string; status: ProvisionStatus; error: string | null; server: string }[];
  charges: readonly { chargeId: string; stars: number; status: ChargeStatus }[];
};
