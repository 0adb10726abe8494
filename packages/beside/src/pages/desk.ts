import type { Records } from '../history/records.js';
import type { Settings } from '../settings/settings.js';

/** What the desks of novice and expert work with. */
export interface DeskOptions {
  /** Called after every change of a desk's state. */
  changed(): void;
  settings(): Settings;
  readonly records: Records;
  /** Takes a mistake in Beside, for whoever reads what the program itself says. */
  fault(error: unknown): void;
}
