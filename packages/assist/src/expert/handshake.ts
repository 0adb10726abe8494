import { displayableName } from '@beside/bytes';
import type { RdpClientOptions } from '@beside/rdp';
import { encryptPassStub, formatExpertBlob } from '@beside/ticket';
import { type RcCtlMessage, REMOTE_DESKTOP_VERSION, type SendableRcCtl } from '../remdesk/rc-ctl.js';
import type { ExpertOptions, RdpWay } from './options.js';

/** What an expert says next, and what that comes to. `introduced`: everything is said; the novice's user is asked now. */
export interface HandshakeStep {
  readonly say: readonly SendableRcCtl[];
  readonly outcome?: 'introduced' | 'incompatible-version';
}

/** The expert's part of one way's handshake: all in which the ways and versions differ. */
export interface ExpertHandshake {
  readonly security: RdpClientOptions['security'];
  /** Client Info's WorkingDir and AlternateShell ([MS-RDPBCGR] 2.2.1.11.1.1), where Remote Assistance looks for its own things. */
  readonly workingDir: string;
  readonly alternateShell: string;
  /** The version of [MS-RA] that is spoken. */
  readonly version: 1 | 2;
  /** Takes a message other than RESULT; undefined: out of sequence or without meaning here, and to be ignored. */
  take(message: RcCtlMessage): HandshakeStep | undefined;
  /** A RESULT said yes before the expert was `introduced`; undefined as for {@link take}. */
  accepted(): HandshakeStep | undefined;
}

/**
 * The version follows the invitation ([MS-RA] 3.3, 3.5, 3.7): Connection String 1 begins with a number and is version 1's,
 * Connection String 2 is an element and version 2's. What the novice's VERSIONINFO says decides nothing: every Windows says 1.2.
 * FreeRDP takes 1.1 for version 1 and 1.2 for version 2, and so speaks version 2 to a Windows XP.
 *
 * Version 3 is for strings that came over PNRP, which Windows no longer has: not built.
 */
export function handshakeOf(options: ExpertOptions): ExpertHandshake {
  const name = displayableName(options.expertName);
  if (options.way === 'beside') return new BesideHandshake(name);
  const credentials = new Credentials(name, options);
  return options.connectionString.trimStart().startsWith('<') ? new Version2(credentials) : new Version1(credentials);
}

const VERSION_INFO = { type: 'version-info', ...REMOTE_DESKTOP_VERSION } as const;

/** The link has proved everything; only the name is missing. Version 2 without its proof, as the novice has it. */
class BesideHandshake implements ExpertHandshake {
  readonly security = 'external';
  readonly workingDir = '';
  readonly alternateShell = '*';
  readonly version = 2;
  readonly #name: string;
  #introduced = false;

  constructor(name: string) {
    this.#name = name;
  }

  take(message: RcCtlMessage): HandshakeStep | undefined {
    if (message.type !== 'version-info' || this.#introduced) return undefined;
    this.#introduced = true;
    return { say: [{ type: 'expert-name', name: this.#name }], outcome: 'introduced' };
  }

  accepted(): undefined {
    return undefined;
  }
}

/** What both versions prove with. */
class Credentials {
  readonly name: string;
  readonly connectionString: string;
  /** EncryptedPassStub; undefined when the invitation has no stub. */
  readonly proof: Uint8Array | undefined;
  readonly clientInfo: Pick<ExpertHandshake, 'security' | 'workingDir' | 'alternateShell'>;

  constructor(name: string, { sessionId, passStub, password, connectionString, security }: RdpWay) {
    this.name = name;
    this.connectionString = connectionString;
    this.proof = passStub === undefined ? undefined : encryptPassStub(passStub, password);
    // Without a stub the password itself goes there in the clear, as FreeRDP has it: such invitations are of old programs.
    const alternateShell = passStub === undefined && password !== '' ? password : '*';
    this.clientInfo = { security, workingDir: sessionId, alternateShell };
  }

  get expertBlob(): string {
    return formatExpertBlob(this.name, this.proof);
  }
}

/**
 * Windows Vista and later ([MS-RA] 3.5.5): EXPERT_ON_VISTA and VERIFY_PASSWORD answer the novice's first VERSIONINFO, whatever is in
 * it. A program that is no Windows may know only one of the two proofs.
 */
class Version2 implements ExpertHandshake {
  readonly security;
  readonly workingDir;
  readonly alternateShell;
  readonly version = 2;
  readonly #credentials: Credentials;
  #introduced = false;
  #named = false;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
    ({ security: this.security, workingDir: this.workingDir, alternateShell: this.alternateShell } = credentials.clientInfo);
  }

  take(message: RcCtlMessage): HandshakeStep | undefined {
    const { proof, expertBlob, name } = this.#credentials;
    if (message.type === 'version-info' && !this.#introduced) {
      this.#introduced = true;
      const say: SendableRcCtl[] = proof === undefined ? [] : [{ type: 'expert-on-vista', proof }];
      return { say: [...say, { type: 'verify-password', expertBlob }], outcome: 'introduced' };
    }
    // Names are exchanged: the novice's is answered by the expert's, once.
    if (message.type === 'novice-name' && !this.#named) {
      this.#named = true;
      return { say: [{ type: 'expert-name', name }] };
    }
    return undefined;
  }

  accepted(): undefined {
    return undefined;
  }
}

/**
 * Windows XP ([MS-RA] 3.3.5): both name their version, which has to be 1.2 ([MS-RA] 2.2.1.8); AUTHENTICATE; RESULT;
 * REMOTE_CONTROL_DESKTOP, which the RESULT after the novice's yes answers.
 */
class Version1 implements ExpertHandshake {
  readonly security;
  readonly workingDir;
  readonly alternateShell;
  readonly version = 1;
  readonly #credentials: Credentials;
  #authenticated = false;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
    ({ security: this.security, workingDir: this.workingDir, alternateShell: this.alternateShell } = credentials.clientInfo);
  }

  take(message: RcCtlMessage): HandshakeStep | undefined {
    if (message.type !== 'version-info' || this.#authenticated) return undefined;
    if (message.major !== REMOTE_DESKTOP_VERSION.major || message.minor !== REMOTE_DESKTOP_VERSION.minor)
      return { say: [], outcome: 'incompatible-version' };
    this.#authenticated = true;
    const { connectionString, expertBlob } = this.#credentials;
    return { say: [VERSION_INFO, { type: 'authenticate', credentials: `${connectionString}\0${expertBlob}` }] };
  }

  accepted(): HandshakeStep | undefined {
    if (!this.#authenticated) return undefined;
    const { connectionString } = this.#credentials;
    return { say: [{ type: 'remote-control-desktop', connectionString }], outcome: 'introduced' };
  }
}
