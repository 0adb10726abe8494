import type { RdpServer, RdpServerEvent, RdpServerOptions } from '@beside/rdp';

/** What a novice wants of the RDP server under it: all of it but the phase, which is a matter of logs. */
export type NoviceServer = Omit<RdpServer, 'phase'>;

/** Makes the server: `RdpServer`, or in tests one that is played by hand. */
export type CreateServer = (options: RdpServerOptions, now: number, emit: (event: RdpServerEvent) => void) => NoviceServer;
