import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import { BESIDE_PROTOCOL, causeOf, exporterOf } from './beside-tls.js';
import type { SessionEngine, SessionLinkOptions } from './engine.js';
import type { LinkErrorCode } from './errors.js';
import { proveAsExpert } from './expert-proof.js';
import { equalHashes } from './proof.js';
import { SessionLink } from './session-link.js';

/** How an invitation is to be opened. It is opened in this way or not at all. */
export type Way =
  | {
      readonly type: 'beside';
      /** SHA-256 of the novice's certificate, 32 bytes. */
      readonly certificate: Uint8Array;
      /** The invitation's secret, 32 bytes. */
      readonly secret: Uint8Array;
    }
  | {
      readonly type: 'rdp';
      /** Looks at the novice's certificate (DER) before anything is said inside TLS. Without it, any will do. */
      readonly certificate?: (der: Uint8Array) => boolean;
    };

export interface ExpertLinkOptions<Engine extends SessionEngine> extends SessionLinkOptions<Engine> {
  readonly way: Way;
}

/**
 * The expert's end of one connection, over any stream that leads to a novice.
 *
 * Beside: TLS 1.3 at once; protocol and certificate are looked at before a byte of the proof goes out, then both sides prove
 * (`proof.ts`), and the engine is made. RDP: the engine is made at once and speaks first; where it asks for TLS, that is 1.2
 * or later. No authority's word on a certificate counts, and no server name is sent: the invitation says who the novice is.
 */
export class ExpertLink<Engine extends SessionEngine> extends SessionLink<Engine> {
  readonly #way: Way;

  constructor(stream: Duplex, options: ExpertLinkOptions<Engine>) {
    super(stream, options);
    this.#way = options.way;
    // In a later turn, so that whoever makes the link has it in hand when the engine is made.
    setImmediate(() => {
      if (!this.opening) return;
      if (options.way.type === 'rdp') this.#rdp();
      else this.#beside(options.way);
    });
  }

  protected override upgrade(raw: Duplex): TLSSocket {
    return connect({ socket: raw, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
  }

  protected override judgeTls(secure: TLSSocket): LinkErrorCode | undefined {
    if (this.#way.type === 'beside' || !this.#way.certificate) return undefined;
    const certificate = secure.getPeerX509Certificate();
    return certificate && this.#way.certificate(certificate.raw) ? undefined : 'wrong-certificate';
  }

  protected override whyTlsFailed(error?: Error): LinkErrorCode {
    return causeOf(error) ?? (this.#way.type === 'beside' ? 'not-beside' : 'tls-failed');
  }

  #rdp(): void {
    this.begin({ way: 'rdp' });
    this.onFirstMessage((message) => {
      if (message.type === 'rdp') this.firstMessage(message.bytes);
      else this.fail('not-rdp');
    });
  }

  #beside({ certificate, secret }: Extract<Way, { type: 'beside' }>): void {
    const create = (raw: Duplex) =>
      connect({ socket: raw, rejectUnauthorized: false, minVersion: 'TLSv1.3', ALPNProtocols: [BESIDE_PROTOCOL] });
    this.secure(create, (secure) => {
      if (secure.alpnProtocol !== BESIDE_PROTOCOL) {
        this.fail('alpn-missing');
        return;
      }
      const shown = secure.getPeerX509Certificate();
      if (!shown || !equalHashes(createHash('sha256').update(shown.raw).digest(), certificate)) {
        this.fail('wrong-certificate');
        return;
      }
      this.prove((talk, proved) => proveAsExpert(talk, secret, exporterOf(secure), proved));
    });
  }
}
