import { readFileSync } from 'node:fs';
import { RdpServer, type RdpServerEvent } from '../../src/index.js';

const VERSIONINFO = Buffer.from('0e0000000c000000520043005f00430054004c000000060000000100000002000000', 'hex');
const LETTER_O = 0x18;

/** What xfreerdp sent in the session that fixtures/README.md describes. */
export const recording: Uint8Array = new Uint8Array(
  readFileSync(new URL('../fixtures/xfreerdp-2.11.7-assistance.bin', import.meta.url)),
);

/** The recording, cut into its PDUs. */
export function recordedPdus(): Uint8Array[] {
  const pdus: Uint8Array[] = [];
  for (let at = 0; at < recording.length; ) {
    const [first, second, third, fourth] = recording.subarray(at, at + 4);
    const length = first === 3 ? (third! << 8) | fourth! : second! < 0x80 ? second! : ((second! & 0x7f) << 8) | third!;
    pdus.push(recording.subarray(at, at + length));
    at += length;
  }
  return pdus;
}

/** An event as text, so that sessions can be compared; what is sent is left out where only the client's side counts. */
function described(event: RdpServerEvent): string {
  return JSON.stringify(event, (_, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    return value instanceof Error ? `${value.name}: ${value.message}` : value;
  });
}

/**
 * Plays pieces of a client's stream to a server that does what the recorded one did.
 *
 * @returns the events, in text
 */
export function play(pieces: Iterable<Uint8Array>): string[] {
  const events: string[] = [];
  const server: RdpServer = new RdpServer({ width: 640, height: 480, channels: ['remdesk', 'encomsp'] }, 0, (event) => {
    events.push(described(event));
    if (event.type === 'client-info') server.accept();
    if (event.type === 'active') {
      if (event.width === 640) server.sendChannel('remdesk', VERSIONINFO);
      for (let i = 0; i < 8; i++) server.sendFrame([]);
    }
    if (event.type === 'input' && event.input.type === 'key' && event.input.scancode === LETTER_O && !event.input.down) {
      server.resize(800, 500);
    }
  });
  let tls = false;
  for (const piece of pieces) {
    server.receive(piece, 0);
    if (!tls && server.phase === 'tls') {
      tls = true;
      server.tlsStarted(0);
    }
  }
  server.streamEnded(0);
  return events;
}

/** The recording in pieces of the given sizes, the Connection Request never together with what follows: TLS begins between. */
export function* pieces(bytes: Uint8Array, size: () => number): Generator<Uint8Array> {
  const request = recordedPdus()[0]!.length;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + size(), at < request ? request : bytes.length, bytes.length);
    yield bytes.subarray(at, end);
    at = end;
  }
}
