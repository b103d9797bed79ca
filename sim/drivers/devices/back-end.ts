import type { AgentSession } from '../agent/session.js';
import type { DeviceDescription, DeviceResult } from '../device.js';
import type { Job } from '../job.js';

/** What a back end says of the device beside what the agent does. */
export type BackEndDescription = Pick<DeviceDescription, 'images' | 'values' | 'layerCodes'> & {
  readonly clockMHz?: number;
  readonly versions: Readonly<Record<string, string>>;
};

/** How jobs are run by an agent: one for each kind of board. A job is loaded once, then run and collected any number of times. */
export interface BackEnd {
  describe(session: AgentSession): Promise<BackEndDescription>;
  /** Sends what the job needs. @throws InputError where the board cannot run it */
  load(session: AgentSession, job: Job): Promise<void>;
  run(session: AgentSession, job: Job): Promise<void>;
  /** Fetches what the last run gave. */
  collect(session: AgentSession, job: Job): Promise<DeviceResult>;
}
