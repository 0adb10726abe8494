import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { BesideOffer } from './beside-offer.js';
import { BESIDE_PROTOCOL, causeOf, exporterOf } from './beside-tls.js';
import type { SessionEngine, SessionLinkOptions } from './engine.js';
import type { LinkErrorCode } from './errors.js';
import type { Identity } from './identity.js';
import { NoviceProof } from './novice-proof.js';
import { SessionLink } from './session-link.js';

/** The one way that an invitation may be opened in. */
export type Offers =
  /** By other programs: RDP from the first byte. */
  | { readonly way: 'rdp' }
  /** By a Beside alone. */
  | {
      readonly way: 'beside';
      /** The invitation's, shared by all of its connections. */
      readonly offer: BesideOffer;
      /** Where this connection comes from, as `networkOf` gives it. */
      readonly address: string;
    };

export interface NoviceLinkOptions<Engine extends SessionEngine> extends SessionLinkOptions<Engine> {
  /** The invitation's, from {@link createIdentity}. */
  readonly identity: Pick<Identity, 'secureContext' | 'besideContext'>;
  readonly offers: Offers;
}

/**
 * The novice's end of one connection: tells the way by the first byte and refuses the one that the invitation is not for.
 *
 * RDP (0x03): the engine is made once the first message is there, and asks for TLS when it wants it. Beside (0x16): TLS 1.3
 * at once, then the proofs of both sides (`proof.ts`); an engine is made only when both are right.
 */
export class NoviceLink<Engine extends SessionEngine> extends SessionLink<Engine> {
  readonly #identity: NoviceLinkOptions<Engine>['identity'];
  #proof: NoviceProof | undefined;

  constructor(stream: Duplex, options: NoviceLinkOptions<Engine>) {
    super(stream, options);
    this.#identity = options.identity;
    this.onFirstMessage((message) => {
      if (message.type === 'unknown') this.fail('not-rdp');
      else if (message.type === 'rdp') this.#rdp(message.bytes, options.offers);
      else this.#beside(options.offers);
    });
  }

  protected override upgrade(raw: Duplex): TLSSocket {
    return new TLSSocket(raw, { isServer: true, secureContext: this.#identity.secureContext });
  }

  /** The expert shows no certificate: it proves itself inside, by the engine. */
  protected override judgeTls(): undefined {}

  protected override whyTlsFailed(error?: Error): LinkErrorCode {
    return causeOf(error) ?? 'tls-failed';
  }

  protected override released(): void {
    this.#proof?.leave();
  }

  #rdp(bytes: Uint8Array, offers: Offers): void {
    // Without a word: X.224 has no failure code that would make another program say something true to its user.
    if (offers.way !== 'rdp') {
      this.fail('rdp-not-offered');
      return;
    }
    this.begin({ way: 'rdp' });
    this.firstMessage(bytes);
  }

  #beside(offers: Offers): void {
    if (offers.way !== 'beside') {
      this.fail('beside-not-offered');
      return;
    }
    const create = (raw: Duplex) =>
      new TLSSocket(raw, {
        isServer: true,
        secureContext: this.#identity.besideContext,
        ALPNProtocols: [BESIDE_PROTOCOL],
      });
    this.secure(create, (secure) => {
      // A client that asks for another protocol is refused by TLS; one that asks for none is not.
      if (secure.alpnProtocol !== BESIDE_PROTOCOL) {
        this.fail('alpn-missing');
        return;
      }
      this.prove((talk, proved) => {
        this.#proof = new NoviceProof(talk, offers.offer, offers.address, exporterOf(secure), proved);
      });
    });
  }
}
