import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Lab, type Program, until } from './lab.js';

const cli = fileURLToPath(new URL('../../packages/beside/dist/cli.js', import.meta.url));

/** The home of a suite's person: the suite's folder, whatever folders the one has who runs it. */
function homeIn(lab: Lab): Record<string, string | undefined> {
  return { HOME: lab.folder, XDG_CONFIG_HOME: undefined, XDG_STATE_HOME: undefined };
}

/** Runs a command of the suite's person to its end, such as `history`; gives what it printed. */
export function besideCommand(lab: Lab, ...args: readonly string[]): Promise<string> {
  return lab.run(process.execPath, [cli, ...args], homeIn(lab));
}

/** One line of `--json`. */
export interface BesideEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A `beside` of either role, run as a person runs it at a pipe, with everything that it told. */
export class BesideProgram {
  readonly program: Program;
  /** Number of events that were waited for already. */
  #seen = 0;

  protected constructor(program: Program) {
    this.program = program;
  }

  /** Starts the built program with `--ui terminal --json`; its home is the suite's folder. */
  protected static start(lab: Lab, args: readonly string[], env: Record<string, string | undefined>): Program {
    if (!existsSync(cli)) throw new Error(`${cli} is not there: run "npx tsc -b" first`);
    const words = [cli, ...args, '--ui', 'terminal', '--json'];
    return lab.start(process.execPath, words, { env: { ...homeIn(lab), ...env } });
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

  get pid(): number {
    return this.program.pid;
  }
}
