import { type FastPathWriter, UpdateCode } from './fast-path.js';

/** CMDTYPE_FRAME_MARKER */
const FRAME_MARKER = 0x0004;
const LENGTH = 8;

export const FrameAction = { begin: 0, end: 1 } as const;

/**
 * Writes a Frame Marker Command ([MS-RDPBCGR] 2.2.9.2.3) as a surface commands update of its own (2.2.9.1.2.1.10). The
 * pictures between two markers may be of any kind; the client acknowledges the frame at its end.
 */
export function writeFrameMarker(
  to: FastPathWriter,
  action: (typeof FrameAction)[keyof typeof FrameAction],
  frameId: number,
): void {
  to.begin(UpdateCode.surfaceCommands, LENGTH).u16(FRAME_MARKER).u16(action).u32(frameId);
  to.end();
}
