import type { NetworkInterfaceInfo } from 'node:os';
import { candidateHost } from '@beside/ticket';
import { expect, it } from 'vitest';
import { localCandidates } from '../src/novice/addresses.js';

function address(text: string, internal = false): NetworkInterfaceInfo {
  const common = { address: text, mac: '02:00:00:00:00:01', internal, cidr: null, netmask: '' };
  return text.includes(':') ? { ...common, family: 'IPv6', scopeid: 2 } : { ...common, family: 'IPv4' };
}

const LOOPBACK = { lo: [address('127.0.0.1', true), address('::1', true)] };
const hosts = (interfaces: Record<string, NetworkInterfaceInfo[]>) => localCandidates(29170, interfaces).map(candidateHost);

it('names every usable address, IPv4 first, link-local ones last and with their interface', () => {
  expect(
    hosts({
      ...LOOPBACK,
      eth0: [address('fe80::1'), address('2001:db8::5'), address('192.0.2.5')],
      wlan0: [address('198.51.100.7'), address('fe80::2')],
    }),
  ).toEqual(['192.0.2.5', '198.51.100.7', '2001:db8::5', 'fe80::1%eth0', 'fe80::2%wlan0']);
});

it('names the port with each', () => {
  expect(localCandidates(29170, { eth0: [address('192.0.2.5')] })).toEqual([{ kind: 'ipv4', host: '192.0.2.5', port: 29170 }]);
});

it('names loopback only when there is nothing else', () => {
  expect(hosts(LOOPBACK)).toEqual(['127.0.0.1']);
  expect(hosts({})).toEqual(['127.0.0.1']);
});

it('names an address that the computer gave itself only when it has no other IPv4 address', () => {
  expect(hosts({ eth0: [address('169.254.3.4')], wlan0: [address('192.0.2.5')] })).toEqual(['192.0.2.5']);
  expect(hosts({ eth0: [address('169.254.3.4'), address('fe80::1')] })).toEqual(['169.254.3.4', 'fe80::1%eth0']);
});
