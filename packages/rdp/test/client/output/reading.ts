import { Reader } from '@beside/bytes';
import type { RdpOutputEvent } from '../../../src/client/events.js';
import { OutputReader } from '../../../src/client/output/output-reader.js';

/** In bytes. */
export const MAX_UPDATE = 1_000_000;

/** What an event says, with copies of its views. */
function kept(event: RdpOutputEvent): RdpOutputEvent {
  if (event.type !== 'picture') return event;
  return { ...event, rects: event.rects.map((rect) => ({ ...rect, data: rect.data.slice() })) };
}

/** A reader of one activation, and the events that it told. */
export class Reading {
  readonly events: RdpOutputEvent[] = [];
  readonly reader = new OutputReader({ width: 64, height: 48, maxUpdateSize: MAX_UPDATE }, (event) =>
    this.events.push(kept(event)),
  );

  /** Takes whole fast-path PDUs, with header and a length of two bytes. */
  pdus(pdus: readonly Uint8Array[]): this {
    for (const pdu of pdus) this.reader.fastPath(new Reader(pdu.subarray(3), 'rdp.output'));
    return this;
  }

  /** Takes one update, single and not compressed. */
  update(code: number, data: Uint8Array): this {
    this.reader.fastPath(new Reader(Uint8Array.of(code, data.length & 0xff, data.length >> 8, ...data), 'rdp.output'));
    return this;
  }

  take(): RdpOutputEvent[] {
    return this.events.splice(0);
  }
}
