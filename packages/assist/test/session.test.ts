import { ProtocolError } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEncomsp } from '../src/encomsp.js';
import { encodeRemdesk } from '../src/remdesk/header.js';
import { CLIENT } from './fake-server.js';
import { PICTURE, Rig } from './rig.js';

describe('pause', () => {
  it('withholds the picture and suspends control, which stands again afterwards', () => {
    const rig = new Rig().to('controlling').key();
    rig.novice.pause(rig.now);
    expect(rig.said()).toEqual(['stream-paused']);
    expect(rig.events.slice(-2)).toEqual([{ type: 'release-input' }, { type: 'paused' }]);
    expect(rig.novice.frame(PICTURE)).toBeUndefined();
    rig.key();
    expect(rig.events.at(-1)).toEqual({ type: 'paused' });
    rig.novice.resume(rig.now);
    expect(rig.said()).toEqual(['stream-resumed']);
    expect(rig.novice.frame(PICTURE)).toBe(1);
    rig.key();
    expect(rig.of('input')).toHaveLength(2);
  });

  it('does not give back what Stop took meanwhile', () => {
    const rig = new Rig().to('controlling');
    rig.novice.pause(rig.now);
    rig.novice.stopControl('novice', rig.now);
    rig.novice.resume(rig.now);
    rig.key();
    expect(rig.types).not.toContain('input');
    expect(rig.of('release-input')).toHaveLength(1);
  });

  it('gives nothing by a yes that is said during it, until it is over', () => {
    const rig = new Rig().to('viewing');
    rig.novice.pause(rig.now);
    rig.request(3);
    rig.novice.answerControl(true, rig.now);
    rig.key();
    expect(rig.types).not.toContain('input');
    rig.novice.resume(rig.now);
    rig.key();
    expect(rig.types).toContain('input');
  });

  it('twice is once', () => {
    const rig = new Rig().to('viewing');
    rig.novice.pause(rig.now);
    rig.novice.pause(rig.now);
    rig.novice.resume(rig.now);
    rig.novice.resume(rig.now);
    expect(rig.said()).toEqual(['stream-paused', 'stream-resumed']);
  });
});

describe('chat', () => {
  it('goes both ways while the expert views, during a pause too', () => {
    const rig = new Rig().to('viewing').chat('hello\u0007');
    expect(rig.of('chat')).toEqual([{ type: 'chat', text: 'hello' }]);
    rig.novice.pause(rig.now);
    rig.said();
    expect(rig.novice.chat('one\ntwo', rig.now)).toBe(true);
    expect(rig.said()).toEqual(['chat one\ntwo']);
    expect(rig.novice.chat(' ', rig.now)).toBe(false);
    expect(rig.said()).toEqual([]);
  });

  it('that floods in is dropped, which is told once until it stops', () => {
    const rig = new Rig().to('viewing');
    for (let i = 0; i < 500; i++) rig.chat('buy');
    expect(rig.of('chat')).toHaveLength(20);
    expect(rig.of('chat-dropped')).toHaveLength(1);
    rig.later(1000).chat('sorry');
    for (let i = 0; i < 500; i++) rig.chat('buy');
    expect(rig.of('chat')).toHaveLength(25);
    expect(rig.of('chat-dropped')).toHaveLength(2);
  });
});

describe('the picture', () => {
  it('is let out only while the connection is active and the client shows it', () => {
    const rig = new Rig().to('viewing');
    expect(rig.novice.frame(PICTURE)).toBe(1);
    rig.server.emit({ type: 'suppress-output', suppressed: true });
    expect(rig.novice.frame(PICTURE)).toBeUndefined();
    rig.server.emit({ type: 'suppress-output', suppressed: false });
    expect(rig.of('output').map((event) => event.suppressed)).toEqual([true, false]);
    rig.novice.resize(800, 600);
    rig.server.emit({ type: 'inactive' });
    expect(rig.novice.frame(PICTURE)).toBeUndefined();
    rig.active(800, 600);
    expect(rig.events.at(-1)).toEqual({ type: 'resized', client: CLIENT, width: 800, height: 600 });
    expect(rig.novice.frame(PICTURE)).toBe(2);
    expect(rig.server.sizes).toEqual([[800, 600]]);
  });

  it('that the client hid before consent is not sent until it wants it', () => {
    const rig = new Rig().to('asking-consent');
    rig.server.emit({ type: 'suppress-output', suppressed: true });
    expect(rig.novice.showWaiting(PICTURE)).toBeUndefined();
    rig.server.emit({ type: 'suppress-output', suppressed: false });
    expect(rig.of('waiting-picture-needed')).toHaveLength(2);
    expect(rig.novice.showWaiting(PICTURE)).toBeDefined();
    for (const suppressed of [true, false, true, false]) rig.server.emit({ type: 'suppress-output', suppressed });
    expect(rig.of('waiting-picture-needed')).toHaveLength(2);
    rig.server.emit({ type: 'suppress-output', suppressed: true });
    rig.novice.answerConsent(true, rig.now);
    expect(rig.events.slice(-2)).toMatchObject([{ type: 'viewing' }, { type: 'output', suppressed: true }]);
  });

  it('is asked for again by areas, and the pointer goes with it', () => {
    const areas = [{ x: 0, y: 0, width: 10, height: 10 }];
    const rig = new Rig().to('proving');
    rig.server.emit({ type: 'refresh', areas });
    expect(rig.types).not.toContain('picture-wanted');
    rig.to('viewing').server.emit({ type: 'refresh', areas });
    expect(rig.events.at(-1)).toEqual({ type: 'picture-wanted', areas });
    rig.novice.pointer(null);
    rig.novice.pointerPosition(3, 4);
    expect(rig.server.pointers).toEqual([null, [3, 4]]);
    rig.server.emit({ type: 'frame-acknowledged', frameId: 9 });
    expect(rig.events.at(-1)).toEqual({ type: 'frame-acknowledged', frameId: 9 });
  });

  it('has its size changed before consent without anything else being told', () => {
    const rig = new Rig().to('asking-consent');
    rig.server.emit({ type: 'inactive' });
    expect(rig.novice.showWaiting(PICTURE)).toBeUndefined();
    rig.active(800, 600);
    expect(rig.events.at(-1)).toMatchObject({ type: 'waiting-picture-needed', width: 800, height: 600 });
    expect(rig.of('connecting')).toHaveLength(1);
    expect(rig.said()).toEqual([]);
  });
});

describe('the monitors', () => {
  const one = [{ x: 0, y: 0, width: 1024, height: 768, primary: true }];
  const two = [...one, { x: 1024, y: 0, width: 800, height: 600, primary: false }];

  it('are told after consent, once, and again at a change', () => {
    const rig = new Rig().to('asking-consent');
    rig.novice.monitors(two);
    rig.novice.monitors(one);
    expect(rig.server.layouts).toEqual([]);
    rig.to('viewing');
    expect(rig.server.layouts).toEqual([one]);
    rig.novice.monitors(two);
    rig.to('controlling');
    expect(rig.server.layouts).toEqual([one, two]);
    rig.to('ended');
    rig.novice.monitors(one);
    expect(rig.server.layouts).toHaveLength(2);
  });

  it('are kept during a pause as the picture is', () => {
    const rig = new Rig().to('viewing');
    rig.novice.pause(rig.now);
    rig.novice.monitors(one);
    rig.novice.monitors(two);
    expect(rig.server.layouts).toEqual([]);
    rig.novice.resume(rig.now);
    rig.novice.pause(rig.now);
    rig.novice.resume(rig.now);
    expect(rig.server.layouts).toEqual([two]);
  });
});

describe('the end', () => {
  it('by the novice is told on every channel, in control too', () => {
    const rig = new Rig().to('controlling');
    rig.novice.end(rig.now);
    expect(rig.said()).toEqual(['disconnect', 'participant-removed']);
    expect(rig.events.slice(-3)).toEqual([
      { type: 'release-input' },
      { type: 'control-ended', by: 'end' },
      { type: 'ended', reason: 'novice' },
    ]);
    expect(rig.server.errorInfo).toBe(0x0b);
    rig.novice.end(rig.now);
    expect(rig.of('ended')).toHaveLength(1);
  });

  it('takes an open question away', () => {
    const rig = new Rig().to('asking-control');
    rig.novice.end(rig.now);
    expect(rig.types.slice(-2)).toEqual(['question-withdrawn', 'ended']);
  });

  it('of the stream is a lost connection, that of the client is the expert leaving', () => {
    const lost = new Rig().to('controlling');
    lost.novice.streamEnded(lost.now);
    expect(lost.events.slice(-3)).toEqual([
      { type: 'release-input' },
      { type: 'control-ended', by: 'end' },
      { type: 'ended', reason: 'connection-lost' },
    ]);
    const left = new Rig().to('viewing');
    left.server.leave('by-client');
    left.novice.streamEnded(left.now);
    expect(left.of('ended')).toEqual([{ type: 'ended', reason: 'expert' }]);
  });

  it('by RDP tells its cause', () => {
    const cause = new ProtocolError('mcs.length', 'wrong');
    const malformed = new Rig();
    malformed.server.leave('malformed', cause);
    expect(malformed.events).toEqual([{ type: 'ended', reason: 'malformed', error: cause }]);
    const refused = new Rig();
    refused.server.leave('refused', cause);
    expect(refused.events).toEqual([
      { type: 'refused', why: 'unsupported', invitationVoid: false },
      { type: 'ended', reason: 'refused', error: cause },
    ]);
    const slow = new Rig();
    slow.server.leave('timeout');
    expect(slow.events).toEqual([{ type: 'ended', reason: 'timeout' }]);
  });

  it('comes at a malformed message, with the field, and nothing of that message is obeyed', () => {
    const rig = new Rig().to('viewing');
    const request = encodeEncomsp({ type: 'control-change', flags: 3, participantId: 0 });
    rig.raw('encomsp', Uint8Array.of(...request, 9, 0, 3, 0));
    expect(rig.types).not.toContain('control-needed');
    expect(rig.events.at(-1)).toMatchObject({ type: 'ended', reason: 'malformed', error: { path: 'encomsp.length' } });
    expect(rig.server.errorInfo).toBe(0x01);
    const second = new Rig().to('viewing').raw('remdesk', Uint8Array.of(1, 2, 3));
    expect(second.events.at(-1)).toMatchObject({ reason: 'malformed', error: { path: 'remdesk.channelNameLen' } });
  });

  it('does not come at messages of unknown kinds or out of sequence', () => {
    const rig = new Rig().to('viewing');
    rig.raw('remdesk', encodeRemdesk('RA_FX', Uint8Array.of(1, 2, 3)));
    rig.raw('remdesk', encodeRemdesk('RC_CTL', Uint8Array.of(99, 0, 0, 0)));
    rig
      .rcCtl({ type: 'disconnect' })
      .rcCtl({ type: 'is-connected' })
      .rcCtl({ type: 'token', token: new Uint8Array(20) });
    rig.prove();
    expect(rig.novice.state).toBe('viewing');
    expect(rig.said()).toEqual([]);
  });

  it('called from inside an event is the end: nothing follows it', () => {
    for (const type of ['consent-needed', 'control-needed', 'release-input', 'controlling', 'connecting', 'refused'] as const) {
      const rig = new Rig();
      rig.during = (event) => {
        if (event.type === type) rig.novice.end(rig.now);
      };
      rig.clientInfo().active().prove();
      rig.novice.answerConsent(true, rig.now);
      rig.request(3);
      rig.novice.answerControl(true, rig.now);
      if (rig.novice.state === 'controlling') rig.request(1);
      if (type === 'refused') continue;
      expect(rig.types.at(-1), type).toBe('ended');
    }
  });

  it('is reached in any state by any bytes on the channels, or the session goes on; nothing is thrown', () => {
    const states = fc.constantFrom('connecting', 'proving', 'asking-consent', 'viewing', 'asking-control', 'controlling');
    const channel = fc.constantFrom('remdesk', 'encomsp');
    const inner = fc.constantFrom('RC_CTL', '70', '71', 'RA_FX');
    const data = fc.uint8Array({ maxLength: 60 });
    const message = fc.oneof(
      data,
      fc.tuple(inner, data).map(([name, bytes]) => encodeRemdesk(name, bytes)),
    );
    fc.assert(
      fc.property(states, channel, message, (state, name, bytes) => {
        const rig = new Rig().to(state as 'viewing');
        rig.raw(name, bytes);
        expect(rig.types.at(-1) === 'ended').toBe(rig.novice.state === 'ended');
      }),
    );
  });
});
