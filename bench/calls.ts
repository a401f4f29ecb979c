import { z } from 'zod';
import type { Box } from '../src/commands/smoke/box.ts';

const calls = z.array(
  z.object({
    at: z.number(),
    status: z.number(),
    params: z.looseObject({
      callback_query_id: z.string().optional(),
      chat_id: z.union([z.number(), z.string()]).optional(),
    }),
  }),
);
/** A call of the Bot API; `at` = when it came to the world, ms since 1970. */
export type Call = z.infer<typeof calls>[number];

/** What the shop asked of Telegram with this method, oldest first. */
export const callsOf = async (box: Box, method: string): Promise<Call[]> =>
  calls.parse((await box.http.get<unknown>('/_emu/calls', { params: { method } })).data);
