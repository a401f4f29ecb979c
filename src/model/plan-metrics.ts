/** How deliveries of a plan went, since it was first measured. `updatedAt` ISO. */
export type PlanMetrics = {
  delivered: number;
  averageSeconds: number;
  lastSeconds: number;
  updatedAt: string;
};
