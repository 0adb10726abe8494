import { BesideProgram } from './beside-program.js';
import type { Lab, Program } from './lab.js';
import type { XServer } from './x-server.js';

/** What a novice says on the command line. */
export interface NoviceOptions {
  /** Words after `beside novice` besides file, password, display, user interface and `--json`. */
  readonly options?: readonly string[];
  readonly password?: string;
  /** Which programs the invitation is for. Default `windows`, which FreeRDP opens. */
  readonly form?: 'beside' | 'windows' | 'xp';
}

/** A novice's Beside, run as a person runs it, its answers piped. */
export class Beside extends BesideProgram {
  readonly file: string;
  readonly password: string;

  private constructor(program: Program, file: string, password: string) {
    super(program);
    this.file = file;
    this.password = password;
  }

  /** `beside novice` for a display, or for the practice desktop; waits until the invitation stands. */
  static async invite(lab: Lab, server: XServer | 'practice', options: NoviceOptions = {}): Promise<Beside> {
    const { password = 'BCDFGHJKLMNP', form = 'windows' } = options;
    const file = lab.path(form === 'beside' ? 'invitation.beside' : 'invitation.msrcincident');
    const { display, env } = server === 'practice' ? { display: server, env: {} as Record<string, string> } : server;
    const args = ['novice', '--file', file, '--for', form, '--password', password, '--display', display];
    args.push(...(options.options ?? []));
    const beside = new Beside(BesideProgram.start(lab, args, { DISPLAY: undefined, ...env }), file, password);
    await beside.event('invited');
    return beside;
  }

  /** TCP port that it listens on. */
  get port(): number {
    return Number(this.events[0]?.['port']);
  }
}
