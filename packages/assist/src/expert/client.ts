import type { RdpClient, RdpClientEvent, RdpClientOptions } from '@beside/rdp';

/** What an expert wants of the RDP client under it: all of it but the phase, which is a matter of logs. */
export type ExpertClient = Omit<RdpClient, 'phase'>;

/** Makes the client: `RdpClient`, or in tests one that is played by hand. */
export type CreateClient = (options: RdpClientOptions, now: number, emit: (event: RdpClientEvent) => void) => ExpertClient;
