import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const words = z.record(z.string(), z.unknown());

const sceneShape = z.object({
  panel: z.string(),
  scene: z.string(),
  exchanges: z.array(
    z.object({
      step: z.string(),
      request: z.object({
        method: z.string(),
        path: z.string(),
        headers: z.record(z.string(), z.string()),
        json: z.unknown().optional(),
        form: words.optional(),
        text: z.string().optional(),
        port: z.number().optional(),
      }),
      response: z.object({
        /** 0 = nobody answered. */
        status: z.number().default(0),
        headers: words.default({}),
        json: z.unknown().optional(),
        text: z.string().optional(),
        html: z.object({ title: z.string().nullable(), cacheBusters: z.array(z.string()) }).optional(),
        cut: z.string().optional(),
      }),
    }),
  ),
});

export type Scene = z.infer<typeof sceneShape>;
export type Exchange = Scene['exchanges'][number];

/** The scenes that a real panel of this version played (recordings/README.md), in their order. */
export function recordedScenes(version: string): Scene[] {
  const folder = new URL(`recordings/${version}/`, import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => sceneShape.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));
}
