import { parseExpertBlob } from '@beside/ticket';
import { describe, expect, it } from 'vitest';
import type { ExpertRefusalReason, RdpWay } from '../../src/index.js';
import { decodeRemdesk } from '../../src/remdesk/header.js';
import { decodeRcCtl, type RcCtlMessage, splitAuthentication } from '../../src/remdesk/rc-ctl.js';
import { RIGHT, SESSION_ID, XP_STRING } from '../rig.js';
import { BESIDE, ExpertRig, VERSION_2 } from './rig.js';

const VERSION_1: RdpWay = { ...VERSION_2, connectionString: XP_STRING };

function sentRcCtl(rig: ExpertRig): RcCtlMessage[] {
  return rig.client.sent.map(({ data }) => decodeRcCtl(decodeRemdesk(data).data));
}

describe('version 2 of the handshake', () => {
  it('answers the first VERSIONINFO by the proof, twice over, and only the first', () => {
    const rig = new ExpertRig().active();
    expect(rig.said()).toEqual([]);
    rig.version();
    expect(rig.expert.state).toBe('waiting-for-consent');
    const [stub, verify] = sentRcCtl(rig);
    expect(stub).toEqual({ type: 'expert-on-vista', proof: RIGHT });
    expect(parseExpertBlob((verify as { expertBlob: string }).expertBlob)).toEqual({ name: 'Erik', proof: RIGHT });
    expect(rig.version().said()).toHaveLength(2);
  });

  it('does not care which version the novice names, nor whether it announces itself', () => {
    const rig = new ExpertRig().active().rcCtl({ type: 'server-announce' });
    expect(rig.said()).toEqual([]);
    expect(rig.version(1).said()).toEqual(['expert-on-vista', 'verify-password']);
  });

  it('goes by the connection string, not by what else a ticket has', () => {
    const rig = new ExpertRig({ ...VERSION_2, connectionString: `\r\n${VERSION_2.connectionString}\r\n` }).active().version();
    expect(rig.said()).toEqual(['expert-on-vista', 'verify-password']);
  });

  it('sees by RESULT 0, or by the right to view, whichever comes first, and once', () => {
    for (const order of ['result', 'rights'] as const) {
      const rig = new ExpertRig().to('waiting-for-consent');
      if (order === 'result') rig.result(0).rights(5);
      else rig.rights(5).result(0);
      expect(rig.types.filter((type) => type === 'viewing')).toHaveLength(1);
      expect(rig.of('viewing')[0]).toMatchObject({ width: 1024, height: 768 });
    }
  });

  it('tells its name when the novice tells its own, once', () => {
    const rig = new ExpertRig().to('viewing').rcCtl({ type: 'novice-name', name: 'Nora\u202e\u0007' });
    expect(rig.of('novice-name')).toEqual([{ type: 'novice-name', name: 'Nora' }]);
    expect(rig.said()).toEqual(['expert-name Erik']);
    rig.rcCtl({ type: 'novice-name', name: 'Nora' }).rcCtl({ type: 'novice-name', name: 'x'.repeat(10_000) });
    expect(rig.said()).toEqual([]);
    expect(rig.of('novice-name').at(-1)?.name).toHaveLength(64);
  });

  it('proves nothing where the invitation has no stub, and gives the password where FreeRDP gives it', () => {
    const { passStub: _, ...without } = VERSION_2;
    const rig = new ExpertRig(without).active().version();
    expect(rig.client.options).toMatchObject({ alternateShell: 'A2B3C4D5E6F7', workingDir: SESSION_ID });
    expect(rig.said()).toEqual(['verify-password']);
    expect(new ExpertRig({ ...without, password: '' }).client.options.alternateShell).toBe('*');
  });

  it('says who connects and on which invitation, in Client Info', () => {
    const { options } = new ExpertRig().client;
    expect(options).toMatchObject({ userName: 'Erik', workingDir: SESSION_ID, alternateShell: '*', password: '*' });
    expect(options).toMatchObject({ security: 'negotiate', channels: ['encomsp', 'remdesk'] });
  });
});

describe('version 1 of the handshake', () => {
  it('authenticates with the exact connection string, and asks for the desktop once that is accepted', () => {
    const rig = new ExpertRig(VERSION_1).active().rcCtl({ type: 'server-announce' }).version();
    const [version, authenticate] = sentRcCtl(rig);
    expect(version).toEqual({ type: 'version-info', major: 1, minor: 2 });
    const blob = splitAuthentication((authenticate as { credentials: string }).credentials, XP_STRING);
    expect(parseExpertBlob(blob!)).toEqual({ name: 'Erik', proof: RIGHT });
    expect(rig.expert.state).toBe('introducing');
    rig.said();
    rig.result(0);
    expect(sentRcCtl(rig).at(-1)).toEqual({ type: 'remote-control-desktop', connectionString: XP_STRING });
    expect(rig.expert.state).toBe('waiting-for-consent');
    expect(rig.result(0).expert.state).toBe('viewing');
  });

  it('takes no yes for an answer that it did not ask for', () => {
    const rig = new ExpertRig(VERSION_1).active().result(0).result(0);
    expect(rig.expert.state).toBe('introducing');
  });

  it('does not speak with a novice that names another version', () => {
    const rig = new ExpertRig(VERSION_1).active().version(1);
    expect(rig.said()).toEqual([]);
    expect(rig.of('refused')).toEqual([{ type: 'refused', why: 'incompatible-version' }]);
    expect(rig.of('ended')).toEqual([{ type: 'ended', reason: 'refused' }]);
  });

  it('asks for control by command, and gives it back by command alone', () => {
    const rig = new ExpertRig(VERSION_1).active().version().result(0).result(0);
    rig.said();
    rig.expert.requestControl(rig.now);
    rig.command('ACCEPTRC');
    expect(rig.expert.state).toBe('controlling');
    rig.expert.giveBackControl(rig.now);
    expect(rig.said()).toEqual(['REMOTECTRLSTART', 'REMOTECTRLEND']);
  });
});

describe('between two Besides', () => {
  it('only a name is said', () => {
    const rig = new ExpertRig(BESIDE).active();
    expect(rig.client.options).toMatchObject({ security: 'external', workingDir: '', alternateShell: '*' });
    expect(rig.version().said()).toEqual(['expert-name Erik']);
    expect(rig.expert.state).toBe('waiting-for-consent');
    expect(rig.version().said()).toEqual([]);
    rig.result(0).rcCtl({ type: 'novice-name', name: 'Nora' });
    expect([rig.expert.state, rig.said()]).toEqual(['viewing', []]);
  });
});

describe('before consent', () => {
  it('what a novice says before the connection is finalized is taken up then, and not without end', () => {
    const rig = new ExpertRig().version();
    for (let i = 0; i < 1000; i++) rig.rcCtl({ type: 'server-announce' });
    expect(rig.said()).toEqual([]);
    rig.active();
    expect(rig.said()).toEqual(['expert-on-vista', 'verify-password']);
  });

  const RESULTS: readonly [number, ExpertRefusalReason][] = [
    [25, 'no-such-invitation'],
    [26, 'wrong-password'],
    [27, 'expired'],
    [37, 'busy'],
    [40, 'no-answer'],
    [41, 'novice-said-no'],
    [42, 'not-allowed'],
    [47, 'incompatible-version'],
    [50, 'novice-left'],
    [61, 'wrong-password'],
    [34, 'novice-failed'],
    [302, 'novice-failed'],
    [0xffffffff, 'novice-failed'],
  ];
  it.each(RESULTS)('RESULT %d is told as %s', (result, why) => {
    const rig = new ExpertRig().to('waiting-for-consent').result(result);
    expect(rig.of('refused')).toEqual([{ type: 'refused', why, result }]);
    expect(rig.types.at(-1)).toBe('ended');
    expect(rig.of('ended')[0]?.reason).toBe('refused');
    expect(rig.client.disconnected).toBe(true);
  });

  it('a novice that considers is waited for', () => {
    const rig = new ExpertRig().to('waiting-for-consent').result(35).result(38);
    expect(rig.expert.state).toBe('waiting-for-consent');
    expect(rig.result(36).expert.state).toBe('viewing');
  });

  it('RDP error information is a reason where no RESULT came', () => {
    const cases = [
      ['connecting', 0x07, 'denied'],
      ['introducing', 0x05, 'busy'],
      ['waiting-for-consent', 0x0b, 'novice-said-no'],
    ] as const;
    for (const [state, code, why] of cases) {
      const rig = new ExpertRig().to(state);
      rig.client.emit({ type: 'error-info', code });
      rig.client.leave('by-server');
      expect(rig.of('refused')).toEqual([{ type: 'refused', why, errorInfo: code }]);
      expect(rig.of('ended')).toEqual([{ type: 'ended', reason: 'refused' }]);
    }
  });

  it('a hang-up while RDP is being set up is a refusal, a broken connection is none', () => {
    const hungUp = new ExpertRig();
    hungUp.client.leave('by-server');
    expect(hungUp.of('refused')).toEqual([{ type: 'refused', why: 'denied' }]);
    const lost = new ExpertRig();
    lost.expert.streamEnded(lost.now);
    expect(lost.types).toEqual(['ended']);
  });

  it('a hang-up without a reason later is the end and no refusal', () => {
    const reasons = [0, 0x0b, 0x04].map((code) => {
      const rig = new ExpertRig().to('introducing');
      rig.client.emit({ type: 'error-info', code });
      rig.client.leave('by-server');
      expect(rig.types).not.toContain('refused');
      return rig.of('ended')[0]?.reason;
    });
    expect(reasons).toEqual(['novice', 'novice', 'timeout']);
  });

  it('a key that is not the invited one is refused before anything is said', () => {
    const seen: Uint8Array[] = [];
    const rig = new ExpertRig({ ...VERSION_2, acceptsServerKey: (blob) => seen.push(blob) === 0 });
    rig.client.emit({ type: 'server-key', blob: Uint8Array.of(1, 2) });
    expect(seen).toEqual([Uint8Array.of(1, 2)]);
    expect(rig.client.keyAccepted).toBe(false);
    expect(rig.of('refused')[0]?.why).toBe('wrong-key');
    const right = new ExpertRig();
    right.client.emit({ type: 'server-key', blob: Uint8Array.of(1) });
    expect([right.client.keyAccepted, right.expert.state]).toEqual([true, 'connecting']);
  });

  it('a server without the channel of Remote Assistance is none', () => {
    const rig = new ExpertRig();
    rig.client.channels = new Set(['encomsp']);
    rig.active();
    expect(rig.of('refused')[0]?.why).toBe('not-remote-assistance');
  });

  it('what RDP refuses is told with its error', () => {
    const rig = new ExpertRig();
    const error = new Error('no TLS');
    rig.client.leave('refused', error);
    expect(rig.of('refused')[0]?.why).toBe('unsupported');
    expect(rig.of('ended')).toEqual([{ type: 'ended', reason: 'refused', error }]);
  });

  it('an answer that never comes is a no', () => {
    const rig = new ExpertRig().to('waiting-for-consent').later(600_000);
    expect(rig.of('refused')[0]?.why).toBe('no-answer');
    const silent = new ExpertRig().to('introducing').later(30_000);
    expect(silent.of('ended')).toEqual([{ type: 'ended', reason: 'timeout' }]);
  });

  it('nothing of control, chat, typing or pause is taken or sent', () => {
    const rig = new ExpertRig().to('waiting-for-consent');
    rig.command('ACCEPTRC').command('TYPINGSTART').chat('hi').stream(true);
    const { expert, now } = rig;
    expect([expert.requestControl(now), expert.chat('hi', now), expert.typing(true, now), rig.key()]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(rig.said()).toEqual([]);
    expect(rig.types.slice(-1)).toEqual(['waiting-for-consent']);
  });
});
