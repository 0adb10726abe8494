import type { Area, InputEvent, RdpClientEvent, RdpClientOptions, ServerCapabilities } from '@beside/rdp';
import type { ExpertClient } from '../../src/index.js';

/** Abilities like those of Beside's own server. */
export const SERVER: ServerCapabilities = {
  bitsPerPixel: 32,
  fastPathInput: true,
  unicodeInput: true,
  extendedMouse: true,
  horizontalWheel: true,
  refreshRect: true,
  suppressOutput: true,
  frameAcknowledge: true,
};

/** The RDP client under an expert, played by hand: `emit` is what the server does, the rest is kept to be looked at. */
export class FakeClient implements ExpertClient {
  readonly options: RdpClientOptions;
  readonly emit: (event: RdpClientEvent) => void;
  /** Channels that the server let the client join. */
  channels: ReadonlySet<string>;
  readonly sent: { readonly channel: string; readonly data: Uint8Array }[] = [];
  readonly inputs: InputEvent[] = [];
  readonly acknowledged: number[] = [];
  readonly asked: (boolean | readonly Area[])[] = [];
  /** The connection takes input. */
  active = false;
  keyAccepted = false;
  disconnected = false;
  deadline: number | undefined;

  constructor(options: RdpClientOptions, emit: (event: RdpClientEvent) => void) {
    this.options = options;
    this.emit = emit;
    this.channels = new Set(options.channels);
  }

  receive(): void {}
  tlsStarted(): void {}
  tick(): void {}

  nextDeadline(): number | undefined {
    return this.deadline;
  }

  streamEnded(): void {
    this.leave('by-server');
  }

  acceptServerKey(): void {
    this.keyAccepted = true;
  }

  sendInput(input: InputEvent): boolean {
    if (this.active) this.inputs.push(input);
    return this.active;
  }

  hasChannel(name: string): boolean {
    return this.channels.has(name);
  }

  sendChannel(channel: string, data: Uint8Array): boolean {
    if (this.disconnected) throw new Error(`a message on ${channel} after the end`);
    if (!this.hasChannel(channel)) return false;
    this.sent.push({ channel, data });
    return true;
  }

  acknowledgeFrame(frameId: number): void {
    this.acknowledged.push(frameId);
  }

  suppressOutput(suppressed: boolean): void {
    this.asked.push(suppressed);
  }

  refresh(areas: readonly Area[]): void {
    this.asked.push(areas);
  }

  disconnect(): void {
    this.leave('by-client');
  }

  /** The connection ends, for this reason. */
  leave(reason: Extract<RdpClientEvent, { type: 'disconnected' }>['reason'], error?: Error): void {
    if (this.disconnected) return;
    this.disconnected = true;
    this.active = false;
    this.emit({ type: 'disconnected', reason, ...(error && { error }) });
  }
}
