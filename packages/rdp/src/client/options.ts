import type { RdpClientLimits } from './limits.js';

/**
 * What protects the connection.
 *
 * - `external`: the stream is protected already, as inside a Beside link; RDP adds nothing, and a server that wants more is refused
 * - `tls`: TLS, begun behind the negotiation; a server without it is refused
 * - `standard`: Standard RDP Security with 128-bit RC4, the only one that is offered; the key is judged by `server-key`
 * - `negotiate`: TLS is offered, and what the server selects of the two is taken. A server that refuses to negotiate TLS ends the
 *   connection with the code `tls-not-allowed`: connect again with `standard`
 */
export type RdpClientSecurity = 'external' | 'negotiate' | 'tls' | 'standard';

export interface RdpClientOptions {
  /** The desktop that is wished, in pixels; the server's own counts. */
  readonly width: number;
  readonly height: number;
  /** Who connects, as the server may show it. */
  readonly userName: string;
  /** This computer's name; 15 characters of it are sent. */
  readonly computerName: string;
  /** The RASessionID, in Remote Assistance ([MS-RA] 3.3). */
  readonly workingDir: string;
  /** `*` in Remote Assistance, or the clear password where the ticket has no PassStub. */
  readonly alternateShell: string;
  /** `*` in Remote Assistance. */
  readonly password: string;
  /** Static channels to join, at most 31 names of at most seven ASCII characters. */
  readonly channels: readonly string[];
  readonly security: RdpClientSecurity;
  /** So many unpredictable bytes; for Standard RDP Security's keys. */
  readonly random: (length: number) => Uint8Array;
  readonly limits?: Partial<RdpClientLimits>;
}
