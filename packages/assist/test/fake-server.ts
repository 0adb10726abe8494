import type { ClientCapabilities, EncodedRect, Monitor, PointerImage, RdpServerEvent, RdpServerOptions } from '@beside/rdp';
import type { NoviceServer } from '../src/index.js';

/** Abilities like those of FreeRDP 2.11. */
export const CLIENT: ClientCapabilities = {
  bitsPerPixel: 32,
  width: 1024,
  height: 768,
  fastPathOutput: true,
  desktopResize: true,
  maxUpdateSize: 65535,
  surfaceCommands: { setSurfaceBits: true, streamSurfaceBits: true, frameMarker: true },
  framesInFlight: 2,
  remotefx: undefined,
  nscodec: undefined,
  pointer: { cacheSize: 20, newPointers: true, maxSize: 96 },
  planar: true,
};

/** The RDP server under a novice, played by hand: `emit` is what the client does, the rest is kept to be looked at. */
export class FakeServer implements NoviceServer {
  readonly emit: (event: RdpServerEvent) => void;
  readonly security: RdpServerOptions['security'];
  readonly clientChannels: ReadonlySet<string>;
  readonly sent: { readonly channel: string; readonly data: Uint8Array }[] = [];
  readonly frames: (readonly EncodedRect[])[] = [];
  readonly pointers: (PointerImage | null | readonly [number, number])[] = [];
  readonly layouts: (readonly Monitor[])[] = [];
  readonly sizes: (readonly [number, number])[] = [];
  accepted = false;
  errorInfo: number | undefined;
  disconnected = false;
  deadline: number | undefined;

  constructor(
    emit: (event: RdpServerEvent) => void,
    security: RdpServerOptions['security'],
    clientChannels: readonly string[] = ['remdesk', 'encomsp'],
  ) {
    this.emit = emit;
    this.security = security;
    this.clientChannels = new Set(clientChannels);
  }

  receive(): void {}
  tlsStarted(): void {}
  tick(): void {}

  nextDeadline(): number | undefined {
    return this.deadline;
  }

  streamEnded(): void {
    this.leave('by-client');
  }

  accept(): void {
    this.accepted = true;
  }

  hasChannel(name: string): boolean {
    return this.clientChannels.has(name);
  }

  sendChannel(channel: string, data: Uint8Array): boolean {
    if (this.disconnected) throw new Error(`a message on ${channel} after the end`);
    if (!this.hasChannel(channel)) return false;
    this.sent.push({ channel, data });
    return true;
  }

  sendFrame(rects: readonly EncodedRect[]): number {
    return this.frames.push(rects);
  }

  sendPointer(image: PointerImage | null): void {
    this.pointers.push(image);
  }

  sendPointerPosition(x: number, y: number): void {
    this.pointers.push([x, y]);
  }

  resize(width: number, height: number): boolean {
    this.sizes.push([width, height]);
    return true;
  }

  monitors(monitors: readonly Monitor[]): void {
    this.layouts.push(monitors);
  }

  disconnect(errorInfo?: number): void {
    if (this.disconnected) return;
    this.errorInfo = errorInfo;
    this.leave('by-server');
  }

  /** The connection ends, for this reason. */
  leave(reason: Extract<RdpServerEvent, { type: 'disconnected' }>['reason'], error?: Error): void {
    if (this.disconnected) return;
    this.disconnected = true;
    this.emit({ type: 'disconnected', reason, ...(error && { error }) });
  }
}
