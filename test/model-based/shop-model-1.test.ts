import { describe, it } from 'vitest';
import { keepsItsPromises } from './run-model.ts';

describe('the whole shop', () => {
  it('keeps its promises through hundreds of sequences of sales, faults of the world and sudden deaths', async () => {
    await keepsItsPromises(1);
  }, 1_200_000);
});
