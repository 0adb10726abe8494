import { InfoFlag, type InfoPacket } from '../client-info.js';
import { ColorDepthSupport, EarlyCapability } from '../gcc/core.js';
import type { ClientData } from '../gcc/data.js';
import { CHANNEL_OPTION_SHOW_PROTOCOL, type ChannelDefinition } from '../gcc/network.js';
import { EncryptionMethod } from '../gcc/security.js';
import type { DomainParameters } from '../mcs/connect.js';
import { SecurityProtocol } from '../x224.js';
import { KEYBOARD } from './client-capabilities.js';
import type { RdpClientOptions } from './options.js';

/** RDP version 5.0 to 8.1 ([MS-RDPBCGR] 2.2.1.3.2); later ones are for optional features of theirs. */
const CLIENT_VERSION = 0x00080004;
/** Build of Windows XP, which FreeRDP says too; servers do nothing with it. */
const CLIENT_BUILD = 2600;
/** CHANNEL_OPTION_INITIALIZED and CHANNEL_OPTION_ENCRYPT_RDP ([MS-RDPBCGR] 2.2.1.3.4.1). Compression is not asked for. */
const CHANNEL_OPTIONS = 0xc0000000 | CHANNEL_OPTION_SHOW_PROTOCOL;

/** What Windows' client asks for, at least, and at most ([MS-RDPBCGR] 4.1.3). */
export const DOMAIN_PARAMETERS: { readonly [K in 'target' | 'minimum' | 'maximum']: DomainParameters } = {
  target: parameters(34, 2, 0, 65535),
  minimum: parameters(1, 1, 1, 1056),
  maximum: parameters(65535, 64535, 65535, 65535),
};

function parameters(maxChannelIds: number, maxUserIds: number, maxTokenIds: number, maxMcsPduSize: number): DomainParameters {
  const rest = { numPriorities: 1, minThroughput: 0, maxHeight: 1, protocolVersion: 2 };
  return { maxChannelIds, maxUserIds, maxTokenIds, maxMcsPduSize, ...rest };
}

/**
 * FreeRDP announces the Monitor Layout PDU only where it has several monitors itself, since "some 2008 server" would hang at logon
 * otherwise. Remote Assistance logs nobody on, and asks for the layout of the other side's monitors, not of this one's.
 */
const EARLY_CAPABILITIES =
  EarlyCapability.supportErrorInfo | EarlyCapability.want32BitsPerPixel | EarlyCapability.supportMonitorLayout;

/** The static channels, as they are asked for ([MS-RDPBCGR] 2.2.1.3.4.1). */
export function channelDefinitions(names: readonly string[]): ChannelDefinition[] {
  return names.map((name) => ({ name, options: CHANNEL_OPTIONS >>> 0 }));
}

/**
 * The client's data blocks ([MS-RDPBCGR] 2.2.1.3): 32 bits a pixel if the server can, and of Standard RDP Security only 128 bits.
 *
 * @param protection what the negotiation came to
 */
export function clientData(
  options: RdpClientOptions,
  protection: 'tls' | 'standard' | 'external',
  channels: readonly ChannelDefinition[],
): ClientData {
  return {
    core: {
      version: CLIENT_VERSION,
      desktopWidth: options.width,
      desktopHeight: options.height,
      clientBuild: CLIENT_BUILD,
      clientName: options.computerName,
      ...KEYBOARD,
      imeFileName: '',
      highColorDepth: 24,
      supportedColorDepths: ColorDepthSupport.bpp15 | ColorDepthSupport.bpp16 | ColorDepthSupport.bpp24 | ColorDepthSupport.bpp32,
      earlyCapabilityFlags: EARLY_CAPABILITIES,
      serverSelectedProtocol: protection === 'tls' ? SecurityProtocol.ssl : SecurityProtocol.rdp,
    },
    security: {
      encryptionMethods: protection === 'standard' ? EncryptionMethod.bits128 : EncryptionMethod.none,
      extEncryptionMethods: 0,
    },
    channels,
  };
}

/** Who connects, and in Remote Assistance to which invitation ([MS-RDPBCGR] 2.2.1.11.1.1, [MS-RA] 3.3). */
export function infoPacket(options: RdpClientOptions, extra: Uint8Array): InfoPacket {
  const { userName, password, alternateShell, workingDir } = options;
  let flags = 0;
  for (const flag of Object.values(InfoFlag)) flags |= flag;
  return { codePage: 0, flags, domain: '', userName, password, alternateShell, workingDir, extra };
}
