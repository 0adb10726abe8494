import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { Reader } from '@beside/bytes';
import { Framer, type PduKind } from '../../packages/rdp/src/framer.js';
import { decodeConferenceCreateResponse } from '../../packages/rdp/src/gcc/conference.js';
import { decodeServerData } from '../../packages/rdp/src/gcc/data.js';
import { decodeConnectResponse } from '../../packages/rdp/src/mcs/connect.js';
import { decodeDomainPdu } from '../../packages/rdp/src/mcs/domain.js';
import { decodeServerCertificate } from '../../packages/rdp/src/security/certificate.js';
import { FastPathFlag, SecurityFlag } from '../../packages/rdp/src/security/security-layer.js';
import { decodeConnectionConfirm, decodeX224Data, SecurityProtocol } from '../../packages/rdp/src/x224.js';
import type { Lab } from './lab.js';

/** What one side sent, as far as somebody on the wire can tell. */
export interface Told {
  /** PDUs that say that they are encrypted. */
  encrypted: number;
  /** Those whose MAC is salted, among them. */
  salted: number;
  /** Data PDUs in the clear, licensing and key exchange left out. */
  clear: number;
}

/** A relay between an expert and a novice that reads everything there is to read on the wire, and can change it. */
export class WireTap {
  readonly fromExpert: Told = { encrypted: 0, salted: 0, clear: 0 };
  readonly fromNovice: Told = { encrypted: 0, salted: 0, clear: 0 };
  readonly port: number;
  /** What the novice selected: 0 is Standard RDP Security, 1 TLS; undefined until it did. */
  selectedProtocol: number | undefined;
  /** Its method, and the key that it sent; undefined until it did, and under TLS, where nothing more can be read. */
  security: { method: number; level: number; keyBlob: Uint8Array } | undefined;
  #spoil = false;

  private constructor(port: number) {
    this.port = port;
  }

  /**
   * Takes connections on an address of this computer, on a port that is free, and makes one to the novice for each.
   */
  static async start(lab: Lab, address: string, novice: { host: string; port: number }): Promise<WireTap> {
    const server: Server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve));
    const listening = server.address();
    const tap = new WireTap(typeof listening === 'object' && listening ? listening.port : 0);
    const sockets = new Set<Socket>();
    server.on('connection', (expert) => {
      const other = dial(novice);
      for (const socket of [expert, other]) {
        sockets.add(socket.setNoDelay(true));
        socket.on('error', () => undefined).on('close', () => [expert, other].map((one) => one.destroy()));
      }
      tap.#relay(expert, other, false);
      tap.#relay(other, expert, true);
    });
    lab.defer(async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return tap;
  }

  /** Changes a bit of the next PDU that the expert sends. */
  spoil(): void {
    this.#spoil = true;
  }

  /** PDU by PDU, in order; a reader that has fallen behind holds the sender back. */
  #relay(from: Socket, to: Socket, novice: boolean): void {
    const framer = new Framer({ maxLength: 0xffff, fastPath: true });
    let count = 0;
    const send = (bytes: Uint8Array) => {
      if (to.write(bytes)) return;
      from.pause();
      to.once('drain', () => from.resume());
    };
    from.on('data', (bytes) => {
      if (this.selectedProtocol === SecurityProtocol.ssl) {
        send(bytes);
        return;
      }
      framer.push(bytes, (pdu, kind) => {
        this.#read(pdu, kind, novice, count++);
        const sent = Buffer.from(pdu);
        if (this.#spoil && !novice) {
          this.#spoil = false;
          sent[sent.length - 1]! ^= 1;
        }
        send(sent);
      });
    });
  }

  #read(pdu: Uint8Array, kind: PduKind, novice: boolean, index: number): void {
    const told = novice ? this.fromNovice : this.fromExpert;
    if (kind === 'fast-path') {
      count(told, (pdu[0]! & FastPathFlag.encrypted) !== 0, (pdu[0]! & FastPathFlag.secureChecksum) !== 0);
    } else if (index === 0) {
      if (!novice) return;
      const { negotiation } = decodeConnectionConfirm(pdu);
      this.selectedProtocol = negotiation?.type === 'response' ? negotiation.selectedProtocol : SecurityProtocol.rdp;
    } else if (index === 1) {
      if (novice) this.#connectResponse(pdu);
    } else {
      const domain = decodeDomainPdu(decodeX224Data(pdu, 'tap'));
      if (domain.type !== 'send-data-request' && domain.type !== 'send-data-indication') return;
      const flags = new Reader(domain.data, 'tap').u16('flags');
      if ((flags & (SecurityFlag.exchange | SecurityFlag.license)) !== 0 && (flags & SecurityFlag.encrypt) === 0) return;
      count(told, (flags & SecurityFlag.encrypt) !== 0, (flags & SecurityFlag.secureChecksum) !== 0);
    }
  }

  #connectResponse(pdu: Uint8Array): void {
    const { userData } = decodeConnectResponse(decodeX224Data(pdu, 'tap'));
    const { security } = decodeServerData(decodeConferenceCreateResponse(new Reader(userData, 'tap')));
    this.security = {
      method: security.encryptionMethod,
      level: security.encryptionLevel,
      keyBlob: decodeServerCertificate(security.serverCertificate, 'tap').blob.slice(),
    };
  }
}

function count(told: Told, encrypted: boolean, salted: boolean): void {
  if (!encrypted) told.clear++;
  else told.encrypted++;
  if (encrypted && salted) told.salted++;
}
