import { setTimeout as sleep } from 'node:timers/promises';
import type { Picture } from './picture.js';
import { PictureError } from './picture-file.js';
import type { ExpertReporter } from './report.js';
import { savePicture } from './save-picture.js';
import type { ExpertSession } from './session.js';

/** How long a whole picture must have been still before it is saved, in ms; a screen that never is, is saved after the second. */
const STILL = 300;
const LONGEST_WAIT = 3000;
/** How long the novice may pause before the picture is given up, in ms: a script has to end, and nobody is there to call. */
const PAUSE_PATIENCE = 60_000;

/** What a session without anybody at it is to do, in this order, once the novice has said yes. */
export interface Errands {
  readonly chat: string | undefined;
  readonly requestControl: boolean;
  /** To be typed once control is given. */
  readonly type: string | undefined;
  /** Where the picture is saved at last. */
  readonly screenshot: string | undefined;
}

/** What errands ask of a session. */
export type ErrandSession = Pick<
  ExpertSession<Picture>,
  'until' | 'viewing' | 'chat' | 'requestControl' | 'controlling' | 'controlRefused' | 'type' | 'picture' | 'paused' | 'ended'
>;

/** Whether there is anything to do. */
export function anyErrand({ chat, requestControl, type, screenshot }: Errands): boolean {
  return requestControl || [chat, type, screenshot].some((errand) => errand !== undefined);
}

/**
 * Runs the errands.
 *
 * @returns whether all of them were done; false also when the session ended before
 * @throws PictureError
 */
export async function runErrands(errands: Errands, session: ErrandSession, report: ExpertReporter): Promise<boolean> {
  if (!(await session.until(() => session.viewing))) return false;
  if (errands.chat !== undefined && !session.chat(errands.chat)) return false;
  if (errands.requestControl && !(await control(errands.type, session))) return false;
  if (errands.screenshot === undefined) return !session.ended;
  if (!(await untilStill(session))) return false;
  await savePicture(errands.screenshot, session.picture, report);
  return true;
}

async function control(text: string | undefined, session: ErrandSession): Promise<boolean> {
  session.requestControl();
  await session.until(() => session.controlling || session.controlRefused);
  if (!session.controlling) return false;
  return text === undefined || session.type(text);
}

/** Waits for every pixel, and then until nothing more was painted for a while. */
async function untilStill(session: ErrandSession): Promise<boolean> {
  if (!(await untilWhole(session))) return false;
  for (const end = performance.now() + LONGEST_WAIT; performance.now() < end && !session.ended; ) {
    const { paintings } = session.picture;
    await sleep(STILL);
    if (session.picture.paintings === paintings) break;
  }
  return session.picture.whole;
}

/** False when the session ended before. @throws PictureError `paused` */
async function untilWhole(session: ErrandSession): Promise<boolean> {
  for (;;) {
    if (!(await session.until(() => session.paused || session.picture.whole))) return false;
    if (!session.paused) return true;
    const patience = new AbortController();
    const resumed = session.until(() => !session.paused);
    const longEnough = sleep(PAUSE_PATIENCE, 'too-long', { signal: patience.signal }).catch(() => false);
    const first = await Promise.race([resumed, longEnough]);
    patience.abort();
    if (first === false) return false;
    if (first === 'too-long')
      throw new PictureError(
        'paused',
        'The other person has paused for a minute, so that no picture was saved. Try again later.',
      );
  }
}
