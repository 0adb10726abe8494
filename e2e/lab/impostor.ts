import { createHash, X509Certificate } from 'node:crypto';
import { connect, createServer as createTcpServer } from 'node:net';
import { createServer, type SecureVersion, type TLSSocket } from 'node:tls';
import { createIdentity } from '@beside/link';
import { BesideTalk } from './beside-client.js';
import type { Lab } from './lab.js';
import { listen } from './listen.js';

/** Key and certificate that no invitation names. */
export interface OwnIdentity {
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of the certificate. */
  readonly pin: Uint8Array;
}

/** Makes one. */
export async function ownIdentity(): Promise<OwnIdentity> {
  const { privateKey, certificate } = await createIdentity(Date.now(), Date.now() + 3600_000);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: new X509Certificate(certificate).toString(),
    pin: createHash('sha256').update(certificate).digest(),
  };
}

/** TLS as Beside offers it, unless told otherwise. */
export interface ImpostorOptions {
  /** Undefined: none is agreed. */
  readonly protocols?: string[] | undefined;
  readonly newest?: SecureVersion;
}

/** A server with a certificate of its own, where an expert looks for the novice. */
export class Impostor {
  port = 0;
  /** Everything that was said to it inside TLS. */
  heard = Buffer.alloc(0);
  /** Connections, whatever became of them. */
  connections = 0;

  /** @param met does the talking; without it, it only listens */
  static async listen(
    lab: Lab,
    { key, cert }: OwnIdentity,
    options: ImpostorOptions = {},
    met: (expert: TLSSocket) => void = () => undefined,
  ): Promise<Impostor> {
    const { protocols, newest = 'TLSv1.3' } = { protocols: ['beside/1'], ...options };
    const server = createServer({ key, cert, maxVersion: newest, ...(protocols && { ALPNProtocols: protocols }) });
    const impostor = new Impostor();
    server.on('connection', () => impostor.connections++);
    server.on('secureConnection', (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes: Buffer) => {
        impostor.heard = Buffer.concat([impostor.heard, bytes]);
      });
      met(socket);
    });
    impostor.port = await listen(lab, server);
    return impostor;
  }
}

/**
 * A machine in the middle that has the invitation and its password: it proves to either side that it does, by a session of its own
 * with each, and hands on everything else, the parts of the check number included.
 *
 * @returns the port at which it waits for experts
 */
export async function startMiddle(lab: Lab, identity: OwnIdentity, novicePort: number, secret: Uint8Array): Promise<number> {
  const { port } = await Impostor.listen(lab, identity, {}, (socket) => {
    void between(new BesideTalk(socket), novicePort, secret);
  });
  return port;
}

async function between(expert: BesideTalk, novicePort: number, secret: Uint8Array): Promise<void> {
  const novice = await BesideTalk.connect(novicePort);
  const commitment = (await expert.receive(64)).subarray(32);
  novice.send(Buffer.concat([novice.proof('expert', secret), commitment]));
  const [status, nonce] = [await novice.receive(1), (await novice.receive(64)).subarray(32)];
  expert.send(Buffer.concat([status, expert.proof('novice', secret), nonce]));
  novice.send(await expert.receive(32));
  expert.join(novice);
}

/** Somebody who hands on every byte, and keeps a copy of what the expert sent. */
export class Relay {
  readonly port: number;
  /** By connection. */
  readonly fromExpert: Buffer[][];

  private constructor(port: number, fromExpert: Buffer[][]) {
    this.port = port;
    this.fromExpert = fromExpert;
  }

  static async start(lab: Lab, novicePort: number): Promise<Relay> {
    const recorded: Buffer[][] = [];
    const server = createTcpServer((expert) => {
      const pieces: Buffer[] = [];
      recorded.push(pieces);
      const novice = connect(novicePort, '127.0.0.1').on('error', () => expert.destroy());
      expert.on('data', (bytes: Buffer) => pieces.push(bytes));
      expert.on('close', () => novice.destroy());
      expert.pipe(novice).pipe(expert);
    });
    return new Relay(await listen(lab, server), recorded);
  }
}
