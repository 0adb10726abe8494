import { utf8 } from '@beside/bytes';
import { provesPassword } from '@beside/ticket';
import { equalBytes } from '@noble/ciphers/utils.js';

/** What an expert of Windows' Remote Assistance has to show, as the ticket has it. Everything here but `passStub` is secret. */
export interface WindowsSecretsOptions {
  /** The RASessionID, as it stands in the connection strings. */
  readonly sessionId: string;
  readonly passStub: string;
  readonly password: string;
  /**
   * Connection String 1 as the ticket has it, for invitations that Windows XP is to open. Without it no expert may prove
   * itself by version 1 of the protocol.
   */
  readonly connectionString?: string;
}

/** The secrets of an invitation that other programs than Beside open, and whether something that was presented fits them. */
export class WindowsSecrets {
  readonly connectionString: string | undefined;
  readonly #sessionId: Uint8Array;
  readonly #passStub: string;
  readonly #password: string;

  constructor(options: WindowsSecretsOptions) {
    this.#sessionId = utf8(options.sessionId);
    this.#passStub = options.passStub;
    this.#password = options.password;
    this.connectionString = options.connectionString;
  }

  /** Whether a RASessionID that was presented is this one. How long it takes says nothing about which part is right. */
  isSession(presented: string): boolean {
    return equalBytes(utf8(presented), this.#sessionId);
  }

  /** Whether an EncryptedPassStub proves the password. */
  proves(proof: Uint8Array): boolean {
    return provesPassword(proof, this.#passStub, this.#password);
  }
}
