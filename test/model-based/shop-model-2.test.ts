import { describe, it } from 'vitest';
import { keepsItsPromises } from './run-model.ts';

describe('the whole shop', () => {
  it('keeps its promises through hundreds of other sequences of sales, faults of the world and sudden deaths', async () => {
    await keepsItsPromises(2);
  }, 1_200_000);
});
