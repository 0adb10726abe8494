import type { Reader, Writer } from '@beside/bytes';
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

/** messageType ([MS-RDPBCGR] 2.2.8.1.1.3.1.1). */
const Message = {
  sync: 0x0000,
  unused: 0x0002,
  scancode: 0x0004,
  unicode: 0x0005,
  mouse: 0x8001,
  extendedMouse: 0x8002,
} as const;
/** keyboardFlags ([MS-RDPBCGR] 2.2.8.1.1.3.1.1.1); 0x4000 says that the key was down before, which its being pressed again says too. */
const Key = { extended: 0x0100, extended1: 0x0200, release: 0x8000 } as const;

/** Client Input Event PDU Data ([MS-RDPBCGR] 2.2.8.1.1.3.1), after its Share Data Header. */
export function encodeSlowPathInput(writer: Writer, events: readonly InputEvent[]): void {
  writer.u16(events.length).u16(0);
  for (const event of events) {
    writer.u32(0); // eventTime, which servers ignore
    writeEvent(writer, event);
  }
}

/**
 * Reads the events and gives them out one by one, as they are read.
 *
 * @throws ProtocolError also for an event that is not known
 */
export function decodeSlowPathInput(reader: Reader, emit: (event: InputEvent) => void): void {
  const count = reader.u16('numEvents');
  reader.skip(2, 'pad2Octets');
  for (let i = 0; i < count; i++) {
    reader.skip(4, 'eventTime');
    readEvent(reader, emit);
  }
}

/** Each event is six bytes, whatever it is. */
function readEvent(reader: Reader, emit: (event: InputEvent) => void): void {
  const type = reader.u16('messageType');
  const first = reader.u16('flags');
  const second = reader.u16('keyCode');
  const third = reader.u16('yPos');
  const down = (first & Key.release) === 0;
  switch (type) {
    case Message.sync:
      // pad2Octets, then toggleFlags as 32 bits of which the low ones count
      emit(locksEvent(second));
      break;
    case Message.scancode: {
      const extended = ((first & Key.extended) !== 0 ? EXTENDED_KEY : 0) | ((first & Key.extended1) !== 0 ? EXTENDED_1_KEY : 0);
      emit({ type: 'key', scancode: (second & 0xff) | extended, down });
      break;
    }
    case Message.unicode:
      emit({ type: 'unicode', unit: second, down });
      break;
    case Message.mouse:
      mouseEvents(first, second, third, emit);
      break;
    case Message.extendedMouse:
      extendedMouseEvents(first, second, third, emit);
      break;
    case Message.unused:
      break;
    default:
      throw reader.error('messageType', 'is not known');
  }
}

function writeEvent(writer: Writer, event: InputEvent): void {
  switch (event.type) {
    case 'key': {
      const extended =
        ((event.scancode & EXTENDED_KEY) !== 0 ? Key.extended : 0) |
        ((event.scancode & EXTENDED_1_KEY) !== 0 ? Key.extended1 : 0);
      writer
        .u16(Message.scancode)
        .u16(extended | (event.down ? 0 : Key.release))
        .u16(event.scancode & 0xff)
        .u16(0);
      break;
    }
    case 'unicode':
      writer
        .u16(Message.unicode)
        .u16(event.down ? 0 : Key.release)
        .u16(event.unit)
        .u16(0);
      break;
    case 'locks':
      writer.u16(Message.sync).u16(0).u32(lockFlags(event));
      break;
    default: {
      const { extended, flags, x, y } = mouseFields(event);
      writer
        .u16(extended ? Message.extendedMouse : Message.mouse)
        .u16(flags)
        .u16(x)
        .u16(y);
    }
  }
}
