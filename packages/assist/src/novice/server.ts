import type { EncodedRect, PointerImage, RdpServerEvent } from '@beside/rdp';
import type { Random } from '@beside/ticket';

/** What a novice wants of the RDP server under it. */
export interface NoviceServer {
  receive(bytes: Uint8Array, now: number): void;
  tlsStarted(now: number): void;
  tick(now: number): void;
  nextDeadline(): number | undefined;
  streamEnded(now: number): void;
  accept(): void;
  sendChannel(name: string, data: Uint8Array): boolean;
  hasChannel(name: string): boolean;
  sendFrame(rects: readonly EncodedRect[]): number;
  sendPointer(image: PointerImage | null): void;
  sendPointerPosition(x: number, y: number): void;
  resize(width: number, height: number): void;
  disconnect(errorInfo?: number): void;
}

/** Makes the server: `RdpServer`, or in tests one that is played by hand. */
export type CreateServer = (
  options: { readonly width: number; readonly height: number; readonly channels: readonly string[]; readonly random: Random },
  now: number,
  emit: (event: RdpServerEvent) => void,
) => NoviceServer;
