import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const words = z.record(z.string(), z.unknown());

const sceneShape = z.object({
  panel: z.literal('3.6.0'),
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
        status: z.number(),
        headers: words,
        json: z.unknown().optional(),
        text: z.string().optional(),
      }),
    }),
  ),
});

export type Scene = z.infer<typeof sceneShape>;
export type Exchange = Scene['exchanges'][number];

const FOLDER = new URL('recordings/3.6.0/', import.meta.url);

/** The scenes that a real panel of v3.6.0 played (recordings/README.md), in their order. */
export const recordedScenes = (): Scene[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => sceneShape.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))));
