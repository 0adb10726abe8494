import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Services that Debian packages bring, by package. They are started when they are installed and at every boot; who runs tests wants
 * the programs alone. xrdp's would listen on port 3389.
 *
 * @type {Record<string, string[]>}
 */
const SERVICES = { xrdp: ['xrdp', 'xrdp-sesman'] };

/** Asked by Debian's packages before they start a service (README.policy-rc.d of init-system-helpers). */
const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Installs Debian packages so that their services run neither now nor after the next boot. A policy that the machine has already
 * stays, and is followed.
 *
 * @param {string[]} packages what is installed, none of which was there before
 * @param {() => void} install installs them
 */
export function withoutServices(packages, install) {
  const services = packages.flatMap((name) => SERVICES[name] ?? []);
  if (services.length === 0) {
    install();
    return;
  }
  const ours = !existsSync(POLICY);
  // Ctrl+C would end this process before it has cleaned up; now it does so once everything here is done.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  if (ours) writeFileSync(POLICY, policyAgainst(services), { mode: 0o755 });
  try {
    install();
  } finally {
    if (ours) rmSync(POLICY);
    // The former does it for the scripts of System V's init as well; the latter is for machines without systemd.
    spawnSync('systemctl', ['disable', '--now', ...services], { stdio: 'ignore' });
    for (const service of services) spawnSync('update-rc.d', [service, 'disable'], { stdio: 'ignore' });
  }
}

/** Forbids these services whatever it is that would be done with them (101), and allows all others (104). */
function policyAgainst(/** @type {string[]} */ services) {
  const names = services.flatMap((name) => [name, `${name}.service`]).join('|');
  return `#!/bin/sh
# Of Beside's "npm test", for as long as it installs packages. To be deleted if it is found at any other time.
for word; do
  case "$word" in ${names}) exit 101 ;; esac
done
exit 104
`;
}
