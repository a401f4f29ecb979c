import type { AgendaBackend } from 'agenda';

/** A database in which Agenda keeps its jobs, and what Agenda itself cannot ask of it. */
export type JobStore = {
  readonly backend: AgendaBackend;
  /** How often it is looked into, in ms; less where nobody rings when a job comes. */
  readonly lookEveryMs: number;
  /** Makes it quick; may be called again. */
  prepare(): Promise<void>;
  /** Deletes single jobs that were over before that moment. */
  prune(before: Date): Promise<void>;
  /** Frees the jobs that a process holds; null = those of all. */
  unlock(holder: string | null): Promise<void>;
  close(): Promise<void>;
};
