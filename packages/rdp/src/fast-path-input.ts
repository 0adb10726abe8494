import { Reader, type Writer } from '@beside/bytes';
import type { InputEvent } from './input.js';
import {
  EXTENDED_1_KEY,
  EXTENDED_KEY,
  extendedMouseEvents,
  lockFlags,
  locksEvent,
  mouseEvents,
  mouseFields,
} from './input-events.js';
import { FAST_PATH_HEADER, type OpenedFastPath } from './security/security-layer.js';

/** eventCode ([MS-RDPBCGR] 2.2.8.1.2.2). */
const Code = { scancode: 0, mouse: 1, extendedMouse: 2, sync: 3, unicode: 4, qoeTimestamp: 6 } as const;
/** eventFlags of keyboard events ([MS-RDPBCGR] 2.2.8.1.2.2.1). */
const Key = { release: 1, extended: 2, extended1: 4 } as const;

/** Events that a PDU's first byte can count; more are counted in a byte of their own. */
const COUNTED_IN_HEADER = 15;

/**
 * Client Fast-Path Input Event PDU ([MS-RDPBCGR] 2.2.8.1.2), to be sealed by the security layer.
 *
 * @param overhead bytes left free for that layer
 * @throws RangeError no events, or more than 255
 */
export function encodeFastPathInput(writer: Writer, events: readonly InputEvent[], overhead: number): void {
  const count = events.length;
  if (count < 1 || count > 255) throw new RangeError(`${count} events do not fit a PDU`);
  const start = writer.length;
  writer.u8(count <= COUNTED_IN_HEADER ? count << 2 : 0).zeros(FAST_PATH_HEADER - 1 + overhead);
  if (count > COUNTED_IN_HEADER) writer.u8(count);
  for (const event of events) writeEvent(writer, event);
  writer.patchU16BE(start + 1, 0x8000 | (writer.length - start));
}

/**
 * Reads a PDU that the security layer opened, and gives its events out one by one, once all of it is known to be well formed.
 *
 * Standard RDP Security's MAC leaves the PDU's first byte out, and that counts the events: with another count the same bytes can
 * begin with an event that nobody made.
 *
 * @throws ProtocolError also when it holds an event that is not known (its length is not either)
 */
export function decodeFastPathInput({ header, body }: OpenedFastPath, emit: (event: InputEvent) => void): void {
  const count = (header >> 2) & 0x0f || body.u8('numEvents');
  const events = body.rest();
  const readAll = (give: (event: InputEvent) => void) => {
    const reader = new Reader(events, body.path);
    for (let i = 0; i < count; i++) readEvent(reader, give);
    reader.end();
  };
  readAll(() => {});
  readAll(emit);
}

function readEvent(reader: Reader, emit: (event: InputEvent) => void): void {
  const header = reader.u8('eventHeader');
  const flags = header & 0x1f;
  switch (header >> 5) {
    case Code.scancode: {
      const extended = ((flags & Key.extended) !== 0 ? EXTENDED_KEY : 0) | ((flags & Key.extended1) !== 0 ? EXTENDED_1_KEY : 0);
      emit({ type: 'key', scancode: reader.u8('keyCode') | extended, down: (flags & Key.release) === 0 });
      break;
    }
    case Code.mouse:
      mouseEvents(reader.u16('pointerFlags'), reader.u16('xPos'), reader.u16('yPos'), emit);
      break;
    case Code.extendedMouse:
      extendedMouseEvents(reader.u16('pointerFlags'), reader.u16('xPos'), reader.u16('yPos'), emit);
      break;
    case Code.sync:
      emit(locksEvent(flags));
      break;
    case Code.unicode:
      emit({ type: 'unicode', unit: reader.u16('unicodeCode'), down: (flags & Key.release) === 0 });
      break;
    case Code.qoeTimestamp:
      reader.skip(4, 'timestamp');
      break;
    default:
      throw reader.error('eventHeader.eventCode', 'is not known');
  }
}

function writeEvent(writer: Writer, event: InputEvent): void {
  switch (event.type) {
    case 'key': {
      const extended =
        ((event.scancode & EXTENDED_KEY) !== 0 ? Key.extended : 0) |
        ((event.scancode & EXTENDED_1_KEY) !== 0 ? Key.extended1 : 0);
      writer.u8((Code.scancode << 5) | extended | (event.down ? 0 : Key.release)).u8(event.scancode & 0xff);
      break;
    }
    case 'unicode':
      writer.u8((Code.unicode << 5) | (event.down ? 0 : Key.release)).u16(event.unit);
      break;
    case 'locks':
      writer.u8((Code.sync << 5) | lockFlags(event));
      break;
    default: {
      const { extended, flags, x, y } = mouseFields(event);
      writer
        .u8((extended ? Code.extendedMouse : Code.mouse) << 5)
        .u16(flags)
        .u16(x)
        .u16(y);
    }
  }
}
