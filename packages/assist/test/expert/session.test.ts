import { ProtocolError } from '@beside/bytes';
import type { RdpOutputEvent, ReceivedRect } from '@beside/rdp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEncomsp } from '../../src/encomsp.js';
import { encodeRemdesk } from '../../src/remdesk/header.js';
import { BESIDE, ExpertRig } from './rig.js';

const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 100 : 1;

describe('chat', () => {
  it('goes both ways, cleaned', () => {
    const rig = new ExpertRig().to('viewing').chat('hi \u001b[31m👋\u202e שלום\r\nthere');
    expect(rig.of('chat')).toEqual([{ type: 'chat', text: 'hi [31m👋 שלום\nthere' }]);
    expect(rig.expert.chat('fine 😀 \u0007', rig.now)).toBe(true);
    expect(rig.expert.chat('\u0007', rig.now)).toBe(false);
    expect(rig.said()).toEqual(['chat fine 😀']);
  });

  it('that nobody could read is dropped, told once for each burst', () => {
    const rig = new ExpertRig().to('viewing');
    for (let i = 0; i < 1000; i++) rig.chat(`${i}`);
    expect(rig.of('chat')).toHaveLength(20);
    expect(rig.of('chat-dropped')).toHaveLength(1);
    rig.later(1000).chat('again');
    expect(rig.of('chat').at(-1)?.text).toBe('again');
  });

  it('is seen being written, in both directions, and a message ends that', () => {
    const rig = new ExpertRig().to('viewing');
    rig.command('TYPINGSTART').command('TYPINGSTART').command('TYPINGEND').command('TYPINGSTART').chat('hi');
    expect(rig.of('typing').map(({ typing }) => typing)).toEqual([true, false, true, false]);
    const { expert } = rig;
    expect([expert.typing(true, rig.now), expert.typing(true, rig.now)]).toEqual([true, false]);
    expert.chat('hi', rig.now);
    expect(rig.said()).toEqual(['TYPINGSTART', 'chat hi', 'TYPINGEND']);
  });

  it('being written and not written over and over is told a few times', () => {
    const rig = new ExpertRig().to('viewing');
    for (let i = 0; i < 1000; i++) rig.command('TYPINGSTART').command('TYPINGEND');
    expect(rig.of('typing')).toHaveLength(10);
    expect(rig.of('typing').at(-1)?.typing).toBe(false);
  });
});

const PICTURE: readonly ReceivedRect[] = [
  { x: 0, y: 0, width: 1, height: 1, codedWidth: 4, codedHeight: 1, codec: 'raw', bitsPerPixel: 32, data: new Uint8Array(16) },
];

describe('the session', () => {
  it('passes pictures and pointers on as they are, before and after consent', () => {
    const outputs: RdpOutputEvent[] = [
      { type: 'frame-begin', frameId: 7 },
      { type: 'picture', rects: PICTURE },
      { type: 'palette', colors: new Uint32Array(256) },
      { type: 'frame-end', frameId: 7 },
      { type: 'pointer', image: null },
      { type: 'pointer-position', x: 1, y: 2 },
    ];
    for (const state of ['introducing', 'viewing'] as const) {
      const rig = new ExpertRig().to(state);
      for (const output of outputs) rig.client.emit(output);
      expect(rig.events.slice(-outputs.length).every((event, i) => event === outputs[i])).toBe(true);
    }
  });

  it('passes on what the one who paints has to say', () => {
    const { expert, client } = new ExpertRig().to('viewing');
    expert.acknowledgeFrame(7);
    expert.suppressOutput(true);
    expert.refresh([{ x: 0, y: 0, width: 1, height: 1 }]);
    expect([client.acknowledged, client.asked]).toEqual([[7], [true, [{ x: 0, y: 0, width: 1, height: 1 }]]]);
    expert.refresh();
    expect(client.asked.at(-1)).toEqual([{ x: 0, y: 0, width: 1024, height: 768 }]);
  });

  it('tells the size at every activation, and that it sees only once', () => {
    const rig = new ExpertRig().active(640, 480).version().result(0).inactive().active(800, 600);
    expect(rig.of('resized').map(({ width }) => width)).toEqual([640, 800]);
    expect(rig.of('viewing').map(({ width }) => width)).toEqual([640]);
  });

  it('ends when the novice says so, by either channel or by hanging up', () => {
    const ends = [
      (rig: ExpertRig) => rig.rcCtl({ type: 'disconnect' }),
      (rig: ExpertRig) =>
        rig.raw('encomsp', encodeEncomsp({ type: 'participant-removed', participantId: 2, reason: 0, code: 0 })),
      (rig: ExpertRig) => {
        rig.client.emit({ type: 'error-info', code: 0x0b });
        rig.expert.streamEnded(rig.now);
      },
    ];
    for (const end of ends) {
      const rig = new ExpertRig().to('viewing');
      end(rig);
      expect(rig.of('ended')).toEqual([{ type: 'ended', reason: 'novice' }]);
      expect(rig.types).not.toContain('refused');
    }
  });

  it('goes on when somebody else leaves', () => {
    const rig = new ExpertRig().to('viewing');
    rig.raw('encomsp', encodeEncomsp({ type: 'participant-removed', participantId: 3, reason: 0, code: 0 }));
    expect(rig.expert.state).toBe('viewing');
  });

  it('tells a broken connection from an end', () => {
    const rig = new ExpertRig().to('controlling');
    rig.expert.streamEnded(rig.now);
    expect(rig.of('ended')).toEqual([{ type: 'ended', reason: 'connection-lost' }]);
  });

  it('is ended by a message that has no valid form, with the name of the field', () => {
    const malformed: [string, Uint8Array, string][] = [
      ['remdesk', Uint8Array.of(1), 'remdesk.channelNameLen'],
      ['remdesk', encodeRemdesk('RC_CTL', Uint8Array.of(2, 0, 0, 0)), 'rcCtl.result'],
      ['remdesk', encodeRemdesk('71', Uint8Array.of(60, 0)), 'rccommand'],
      ['encomsp', Uint8Array.of(8, 0, 6, 0, 0, 0), 'encomsp.body.participantId'],
    ];
    for (const [channel, bytes, path] of malformed) {
      const rig = new ExpertRig().to('viewing').raw(channel, bytes);
      const { reason, error } = rig.of('ended')[0]!;
      expect(reason).toBe('malformed');
      expect(error).toBeInstanceOf(ProtocolError);
      expect((error as ProtocolError).path).toBe(path);
    }
  });

  it('takes no notice of settings, voice, windows and applications', () => {
    const rig = new ExpertRig().to('viewing');
    const before = rig.types.length;
    rig.command('SETTING').command('WIZARDGOOD').command('REMOTECTRLSTART').result(41).version();
    rig.raw('encomsp', encodeEncomsp({ type: 'window-created', shared: true, applicationId: 1, windowId: 2, name: 'w' }));
    rig.raw('encomsp', encodeEncomsp({ type: 'control-change', flags: 3, participantId: 2 }));
    rig.raw('encomsp', Uint8Array.of(0x0d, 0, 4, 0));
    expect([rig.types.slice(before), rig.said()]).toEqual([[], []]);
  });

  it('says nothing more after its end', () => {
    const rig = new ExpertRig().to('controlling');
    rig.expert.end(rig.now);
    const { expert, now } = rig;
    const count = rig.types.length;
    expect([expert.chat('hi', now), expert.requestControl(now), expert.giveBackControl(now), expert.typing(true, now)]).toEqual(
      Array(4).fill(false),
    );
    rig.chat('late').result(0).later(1_000_000);
    rig.client.emit({ type: 'picture', rects: PICTURE });
    expect(rig.types).toHaveLength(count);
  });

  it('asks for the nearest of its deadlines and the client’s', () => {
    const rig = new ExpertRig().to('introducing');
    expect(rig.expert.nextDeadline()).toBe(rig.now + 30_000);
    rig.client.deadline = rig.now + 5;
    expect(rig.expert.nextDeadline()).toBe(rig.now + 5);
    const calm = new ExpertRig().to('viewing');
    expect(calm.expert.nextDeadline()).toBeUndefined();
    calm.client.deadline = 7;
    expect(calm.expert.nextDeadline()).toBe(7);
  });

  it('survives whatever a novice sends, with few events for it', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc
        .tuple(fc.constantFrom('RC_CTL', '70', '71', 'RA_FX', 'x'), fc.uint8Array({ maxLength: 48 }))
        .map(([name, data]) => encodeRemdesk(name, data)),
    );
    const messages = fc.array(fc.tuple(fc.constantFrom('remdesk', 'encomsp'), bytes), { maxLength: 20 });
    const state = fc.constantFrom('connecting', 'introducing', 'waiting-for-consent', 'viewing', 'controlling');
    fc.assert(
      fc.property(fc.boolean(), state, messages, (beside, from, sent) => {
        const rig = (beside ? new ExpertRig(BESIDE) : new ExpertRig()).to(from);
        for (const [channel, data] of sent) if (!rig.client.disconnected) rig.raw(channel, data);
        expect(rig.expert.state === 'ended').toBe(rig.client.disconnected);
        rig.expert.end(rig.now);
        expect(rig.of('ended')).toHaveLength(1);
      }),
      { numRuns: 500 * TIMES },
    );
  });
});
