import { Command, CommanderError } from 'commander';
import { registerExpertCommand } from './commands/expert.js';
import { registerHistoryCommand } from './commands/history.js';
import { registerHomeCommand } from './commands/home.js';
import { registerLogCommand } from './commands/log.js';
import { registerNoviceCommand } from './commands/novice.js';
import { registerTicketCommand } from './commands/ticket-show.js';
import { version } from './version.js';

/** Exit code of wrong use; 0 is done, 1 is refused or failed. */
const WRONG_USE = 2;

const program = new Command('beside')
  .description('Remote Assistance for every computer')
  .version(version)
  .showHelpAfterError('(beside --help tells the commands, and --help after one of them how it is used)')
  .exitOverride();
registerHomeCommand(program);
registerNoviceCommand(program);
registerExpertCommand(program);
registerTicketCommand(program);
registerHistoryCommand(program);
registerLogCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version were asked for; everything else that commander ends for is wrong use, and was said already.
  process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE;
}
