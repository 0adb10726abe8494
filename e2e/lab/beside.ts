import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Lab, type Program, until } from './lab.js';
import type { XServer } from './x-server.js';

const cli = fileURLToPath(new URL('../../packages/beside/dist/cli.js', import.meta.url));

/** One line of `--json`. */
export interface BesideEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** What a novice says on the command line. */
export interface NoviceOptions {
  /** Words after `beside novice` besides file, password, display, user interface and `--json`. */
  readonly options?: readonly string[];
  readonly password?: string;
  /** Which programs the invitation is for. Default `windows`, which FreeRDP opens. */
  readonly form?: 'beside' | 'windows' | 'xp';
}

/** A novice's Beside, run as a person runs it, its answers piped. */
export class Beside {
  readonly program: Program;
  readonly file: string;
  readonly password: string;
  /** Number of events that were waited for already. */
  #seen = 0;

  private constructor(program: Program, file: string, password: string) {
    this.program = program;
    this.file = file;
    this.password = password;
  }

  /** `beside novice` for a display; waits until the invitation stands. */
  static async invite(lab: Lab, server: XServer, options: NoviceOptions = {}): Promise<Beside> {
    if (!existsSync(cli)) throw new Error(`${cli} is not there: run "npx tsc -b" first`);
    const { password = 'BCDFGHJKLMNP', form = 'windows' } = options;
    const file = lab.path(form === 'beside' ? 'invitation.beside' : 'invitation.msrcincident');
    const args = [cli, 'novice', '--file', file, '--for', form, '--password', password, '--display', server.display];
    args.push('--ui', 'terminal', '--json', ...(options.options ?? []));
    const env = { XAUTHORITY: server.env['XAUTHORITY'], DISPLAY: undefined, HOME: lab.folder };
    const beside = new Beside(lab.start(process.execPath, args, { env }), file, password);
    await beside.event('invited');
    return beside;
  }

  /** Everything it told. */
  get events(): BesideEvent[] {
    const whole = this.program.stdout.slice(0, this.program.stdout.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as BesideEvent);
  }

  /**
   * Waits for an event of this name after those that were waited for before; events between are passed over.
   *
   * @throws Error with everything that Beside told, when it does not come or Beside ends before
   */
  async event(name: string, timeout = 20_000): Promise<BesideEvent> {
    try {
      return await until(
        `"${name}" from Beside`,
        () => {
          // Asked first: what it wrote before its end is all there when it is known to have ended.
          const over = this.program.exit !== undefined;
          const index = this.events.findIndex((one, at) => at >= this.#seen && one.event === name);
          if (index >= 0) {
            this.#seen = index + 1;
            return this.events[index];
          }
          if (over) throw new Error(`Beside ended with ${JSON.stringify(this.program.exit)} before "${name}"`);
          return undefined;
        },
        timeout,
      );
    } catch (error) {
      const { stdout, stderr } = this.program;
      throw new Error(`${(error as Error).message}; it told:\n${stdout}\n${stderr}`, { cause: error });
    }
  }

  /** Whether an event of this name came after those that were waited for. */
  told(name: string): boolean {
    return this.events.slice(this.#seen).some(({ event }) => event === name);
  }

  /** Types a line into its terminal: an answer, or a command. */
  say(line: string): void {
    this.program.child.stdin?.write(`${line}\n`);
  }

  /** TCP port that it listens on. */
  get port(): number {
    return Number(this.events[0]?.['port']);
  }

  get pid(): number {
    return this.program.pid;
  }
}
