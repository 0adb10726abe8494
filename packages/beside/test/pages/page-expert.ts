import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { Expert, type ExpertEvent } from '@beside/assist';
import { ExpertLink } from '@beside/link';
import { openInvitation } from '../../src/expert/open-invitation.js';

/** An expert that opens an invitation from this computer, without a picture or a person: a test says what it does. */
export class PageExpert {
  readonly events: ExpertEvent[] = [];
  readonly #link: ExpertLink<Expert>;
  #told: () => void = () => undefined;

  private constructor(port: number, way: ConstructorParameters<typeof ExpertLink<Expert>>[1]['way']) {
    this.#link = new ExpertLink<Expert>(connect(port, '127.0.0.1'), {
      way,
      createEngine: (obey, now) => {
        const options = {
          way: 'beside',
          expertName: 'Erik',
          computerName: 'pc',
          width: 1280,
          height: 800,
          random: randomBytes,
        } as const;
        return new Expert(options, now, (event) => {
          if (event.type === 'send' || event.type === 'start-tls' || event.type === 'ended') obey(event);
          // Bytes are valid only now, and no test looks at them.
          if (event.type === 'send' || event.type === 'picture') return;
          if (event.type === 'frame-end') this.run((expert) => expert.acknowledgeFrame(event.frameId));
          this.events.push(event);
          this.#told();
        });
      },
      drained: () => undefined,
      closed: () => this.#told(),
    });
  }

  /** @param file the invitation's bytes */
  static async open(file: Uint8Array, password: string): Promise<PageExpert> {
    const { candidates, way } = await openInvitation(file, password, Date.now());
    return new PageExpert(candidates[0]!.port, way);
  }

  run(call: (expert: Expert, now: number) => void): void {
    this.#link.run(call);
  }

  /** Breaks the connection off. */
  cut(): void {
    this.#link.destroy();
  }

  /** The first event of this type. */
  async until<Type extends ExpertEvent['type']>(type: Type): Promise<Extract<ExpertEvent, { type: Type }>> {
    for (;;) {
      const found = this.events.find((event) => event.type === type);
      if (found) return found as Extract<ExpertEvent, { type: Type }>;
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
  }
}
