import { constants, generateKeyPairSync, type KeyObject, privateDecrypt } from 'node:crypto';
import {
  RdpClient,
  type RdpClientEvent,
  type RdpClientOptions,
  RdpServer,
  type RdpServerEvent,
  type RdpServerOptions,
} from '../../src/index.js';
import { encodePublicKey } from '../../src/security/public-key.js';
import type { StandardServerSecurity } from '../../src/server/negotiation.js';

/** What an expert says. */
export const OPTIONS: RdpClientOptions = {
  width: 1024,
  height: 768,
  userName: 'expert',
  computerName: 'EXPERT-PC',
  workingDir: 'SESSION',
  alternateShell: '*',
  password: '*',
  channels: ['remdesk', 'encomsp'],
  security: 'tls',
  random: (length) => new Uint8Array(length).fill(0x5a),
};

/** An event as it is to be looked at later: what is a view in it is copied, and only what the view shows. */
export function kept<E extends { readonly type: string }>(event: E): E {
  return copied(event) as E;
}

function copied(value: unknown): unknown {
  if (value instanceof Uint8Array || value instanceof Uint32Array) return value.slice();
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copied(field)]));
}

/**
 * A client and a server, wired together in memory. Time stands still unless a test moves it; TLS takes none and changes
 * nothing. What either says is delivered by {@link run}.
 */
export class Rig {
  readonly client: RdpClient;
  readonly server: RdpServer;
  /** All but `send`. */
  readonly clientEvents: RdpClientEvent[] = [];
  readonly serverEvents: RdpServerEvent[] = [];
  /** What went over the wire, PDU by PDU. */
  readonly fromClient: Uint8Array[] = [];
  readonly fromServer: Uint8Array[] = [];
  /** Called with each event, as the applications would be. */
  onClient: (event: RdpClientEvent) => void = () => {};
  onServer: (event: RdpServerEvent) => void = (event) => {
    if (event.type === 'client-info') this.server.accept();
  };
  now = 0;
  #delivered = { client: 0, server: 0 };
  #tls = { client: false, server: false };

  constructor(client: Partial<RdpClientOptions> = {}, server: Partial<RdpServerOptions> = {}) {
    const channels = ['remdesk', 'encomsp'];
    this.server = new RdpServer({ width: 640, height: 480, channels, ...server }, 0, (event) => {
      if (event.type === 'send') this.fromServer.push(event.bytes.slice());
      else this.serverEvents.push(kept(event));
      if (event.type === 'start-tls') this.#tls.server = true;
      this.onServer(event);
    });
    this.client = new RdpClient({ ...OPTIONS, ...client }, 0, (event) => {
      if (event.type === 'send') this.fromClient.push(event.bytes.slice());
      else this.clientEvents.push(kept(event));
      if (event.type === 'start-tls') this.#tls.client = true;
      this.onClient(event);
    });
  }

  get clientTypes(): string[] {
    return this.clientEvents.map(({ type }) => type);
  }

  get serverTypes(): string[] {
    return this.serverEvents.map(({ type }) => type);
  }

  /** How the client's side ended, if it did. */
  get clientEnd(): Extract<RdpClientEvent, { type: 'disconnected' }> | undefined {
    const last = this.clientEvents.at(-1);
    return last?.type === 'disconnected' ? last : undefined;
  }

  get serverEnd(): Extract<RdpServerEvent, { type: 'disconnected' }> | undefined {
    const last = this.serverEvents.at(-1);
    return last?.type === 'disconnected' ? last : undefined;
  }

  /** Delivers what was said and what is said in answer to it, until both are silent. */
  run(): this {
    for (;;) {
      const { client, server } = this.#delivered;
      if (server < this.fromClient.length) {
        this.#delivered.server++;
        deliver(this.fromClient[server]!, (bytes) => this.server.receive(bytes, this.now));
      } else if (client < this.fromServer.length) {
        this.#delivered.client++;
        deliver(this.fromServer[client]!, (bytes) => this.client.receive(bytes, this.now));
      } else if (this.#tls.server && this.#tls.client) {
        this.#tls = { client: false, server: false };
        this.server.tlsStarted(this.now);
        this.client.tlsStarted(this.now);
      } else {
        return this;
      }
    }
  }

  /** A connection that is up. */
  static active(client: Partial<RdpClientOptions> = {}, server: Partial<RdpServerOptions> = {}): Rig {
    return new Rig(client, server).run();
  }

  /** A connection that Standard RDP Security protects, up if the key is accepted. */
  static standard(client: Partial<RdpClientOptions> = {}): Rig {
    const rig = new Rig({ security: 'standard', ...client }, { security: standardSecurity() });
    rig.onClient = (event) => {
      if (event.type === 'server-key') rig.client.acceptServerKey(rig.now);
    };
    return rig.run();
  }
}

/** Hands bytes over in a buffer that is used for something else as soon as they were taken. */
function deliver(bytes: Uint8Array, receive: (bytes: Uint8Array) => void): void {
  const copy = bytes.slice();
  receive(copy);
  copy.fill(0xff);
}

let pair: { privateKey: KeyObject; publicKey: KeyObject } | undefined;

/** Standard RDP Security of a server with a key of its own; one key for all tests. */
export function standardSecurity(): StandardServerSecurity {
  pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { privateKey, publicKey } = pair;
  const { n, e } = publicKey.export({ format: 'jwk' });
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'));
  return {
    tls: false,
    publicKey: encodePublicKey({ modulus: bytes(n!).reverse(), exponent: bytes(e!).reduce((sum, byte) => sum * 256 + byte, 0) }),
    decrypt: (block) => privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block),
    random: (length) => new Uint8Array(length).fill(0xa5),
  };
}
