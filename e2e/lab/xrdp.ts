import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createIdentity } from '@beside/link';
import { type Lab, type Program, until } from './lab.js';
import { answers, freePort } from './shadow.js';

/** A running xrdp, the RDP server of most Linux desktops, here with one session to choose: that of a VNC server. */
export interface Xrdp {
  readonly program: Program;
  readonly port: number;
}

export interface XrdpOptions {
  /** Bits a pixel that it sends at most; 32 unless told otherwise. */
  readonly depth?: 16 | 24 | 32;
  /** What protects its connections; TLS unless told otherwise. `rdp` is Standard RDP Security, whose key only root may read. */
  readonly security?: 'tls' | 'rdp';
}

/**
 * Starts one on this computer, for this computer alone, and waits until it can be connected to. Its settings, certificate and log
 * are the lab's. Whoever connects gets xrdp's own window, where Return begins the session: the only one asks for nothing.
 *
 * @param vncPort of the VNC server, which takes viewers without a password
 */
export async function startXrdp(lab: Lab, vncPort: number, { depth = 32, security = 'tls' }: XrdpOptions = {}): Promise<Xrdp> {
  const port = await freePort();
  const now = Date.now();
  const { privateKey, certificate: der } = await createIdentity(now, now + 3600_000);
  const [keyFile, certificate, settings] = [lab.path('key.pem'), lab.path('certificate.pem'), lab.path('xrdp.ini')];
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(certificate, new X509Certificate(der).toString());
  writeFileSync(
    settings,
    `[Globals]
ini_version=1
fork=false
port=tcp://127.0.0.1:${port}
security_layer=${security}
crypt_level=high
ssl_protocols=TLSv1.2, TLSv1.3
certificate=${certificate}
key_file=${keyFile}
allow_channels=true
bitmap_cache=false
bitmap_compression=true
bulk_compression=false
max_bpp=${depth}
use_fastpath=both
[Logging]
LogFile=${lab.path('xrdp.log')}
LogLevel=INFO
EnableSyslog=false
[Channels]
[display]
name=display
lib=libvnc.so
ip=127.0.0.1
port=${vncPort}
username=nobody
password=none
`,
  );
  // It stands where only administrators' shells look.
  const program = lab.start('xrdp', ['--nodaemon', '--config', settings], { env: { PATH: `${process.env['PATH']}:/usr/sbin` } });
  await until('xrdp to listen', () => {
    if (program.exit) throw new Error(`xrdp ended: ${program.stdout}${program.stderr}`);
    return answers('127.0.0.1', port);
  });
  return { program, port };
}
