import type { Command } from 'commander';
import type { HomeRun } from '../pages/run-home.js';
import { untilSignal } from './until-signal.js';

/** The switches of `beside` without a command. */
interface HomeSwitches {
  readonly practice?: true;
  readonly json?: true;
}

/** Adds what `beside` does without a command. */
export function registerHomeCommand(program: Command): void {
  program
    .command('home', { isDefault: true })
    .description(
      'the home page, in the browser: ask for help, give help, settings, past sessions (what beside does without a command)',
    )
    .option('--practice', 'try a whole session on this computer: the practice desktop is shared, and a second page helps')
    .option('--json', 'for programs: one JSON object a line, and no browser is opened')
    // What is no command arrives here, as the argument of the one that is meant when none is named.
    .allowExcessArguments()
    .action(async ({ practice, json }: HomeSwitches, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) command.error(`error: unknown command '${unknown}'`, { code: 'commander.unknownCommand' });
      process.exitCode = await runPages({ place: practice ? 'practice' : 'home', json: json ?? false });
    });
}

/** Ends a command as wrong use that was given switches about what its page asks. */
export function requirePageSwitches(command: Command, allowed: readonly string[]): void {
  const given = command.options.find(
    (option) =>
      command.getOptionValueSource(option.attributeName()) === 'cli' && ![...allowed, 'ui'].includes(option.attributeName()),
  );
  if (given) command.error(`error: with --ui browser the page asks about that: leave ${given.long} out`);
}

/**
 * Serves the pages, until a signal or until nobody needs them any more.
 *
 * @returns the exit code
 */
export async function runPages(run: Omit<HomeRun, 'version'>): Promise<0 | 1> {
  const { stdin, stdout, stderr } = process;
  return untilSignal(async (end) => {
    // Loaded now and not with the program: help and wrong use need neither desktop nor server.
    const [{ runHome }, { version }] = await Promise.all([import('../pages/run-home.js'), import('../version.js')]);
    return runHome({ ...run, version }, { stdin, stdout, stderr }, end);
  });
}
