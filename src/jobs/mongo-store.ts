import { MongoBackend } from '@agendajs/mongo-backend';
import { MongoClient } from 'mongodb';
import type { JobStore } from './job-store.ts';

/** Nobody rings when a job comes, so it is looked for often (STACK.md 3). */
const LOOK_EVERY_MS = 1_000;
/** A wake is not worth a longer wait: the sweep finds what it was for. */
const AWAY_AFTER_MS = 3_000;
const ANSWER_MS = 15_000;
const COLLECTION = 'agendaJobs';

/**
 * Jobs in MongoDB, in the database that the address names. It connects by itself, also when the server comes up later
 * or again: until then each call fails after 3 s.
 */
export function mongoStore(address: string): JobStore {
  const client = new MongoClient(address, {
    appName: '1000proxy-bot',
    serverSelectionTimeoutMS: AWAY_AFTER_MS,
    connectTimeoutMS: AWAY_AFTER_MS,
    socketTimeoutMS: ANSWER_MS,
    writeConcern: { w: 'majority' }, // a fail-over of its primary would forget less
  });
  const jobs = client.db().collection(COLLECTION);
  const backend = new MongoBackend({ mongo: client.db(), collection: COLLECTION, ensureIndex: false });
  // Without its log, which we do not keep: Agenda connects when nobody listens yet, and a fault there ends the process.
  backend.connect = () => backend.repository.connect();
  return {
    backend,
    lookEveryMs: LOOK_EVERY_MS,
    prepare: async () => {
      await jobs.createIndex(
        { name: 1, nextRunAt: 1, priority: -1, lockedAt: 1, disabled: 1 },
        { name: 'next_job' },
      );
    },
    prune: async (before) => {
      await jobs.deleteMany({ type: 'normal', lastFinishedAt: { $lt: before } });
    },
    unlock: async (holder) => {
      const held = { lockedAt: { $ne: null } };
      await jobs.updateMany(holder === null ? held : { ...held, lastModifiedBy: holder }, {
        $set: { lockedAt: null },
      });
    },
    close: () => client.close(),
  };
}
