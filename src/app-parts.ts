import type { Inbox } from './bot/inbox/inbox.ts';
import type { Sender } from './bot/sender/sender.ts';
import type { Config } from './config.ts';
import type { Foundation } from './foundation.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { AnswerReader } from './panel/answer-reader.ts';
import type { QualityAdvice } from './services/delivery/quality-advice.ts';
import type { LaneRunner } from './services/lanes/lane-runner.ts';
import type { Services } from './services/services.ts';

/** Sees to it that updates come in: by polling, or by telling Telegram where to bring them. */
export type Reader = { start(): void; stop(): Promise<void>; clearLease(): Promise<void> };

/** The parts of a shop that run. */
export type Running = {
  config: Config;
  base: Foundation;
  services: Services;
  lanes: LaneRunner;
  answers: AnswerReader;
  advice: QualityAdvice;
  jobs: Jobs;
  inbox: Inbox;
  sender: Sender;
  reader: Reader;
  /** Hear of what other processes have for this one; where there is nothing to hear, none. */
  readonly ears: { close(): Promise<void> }[];
  /** Where `npm run doctor` asks a shop on the embedded database. */
  door?: { close(): Promise<void> };
};
