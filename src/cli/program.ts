/** The command line as a program: words in, an exit code out. */
import { Command, CommanderError } from 'commander'
import about from '../../package.json' with { type: 'json' }
import { addCommands } from './commands.ts'
import type { Cli } from './context.ts'
import { exitCodesText, exits } from './exit-codes.ts'

/** Runs the command that the words name and answers its exit code. Throws what the command throws. */
export async function runCommand(cli: Cli, words: readonly string[]): Promise<number> {
  let code: number = exits.done
  const program = newProgram(cli)
  addCommands(program, (load) => async (...given) => {
    const command = given.at(-1)
    if (!(command instanceof Command)) throw new TypeError('commander hands its command over last')
    code = await (await load())(cli, command)
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exits.done : exits.notBegun
  }
}

function newProgram({ screen }: Cli): Command {
  return new Command('strategist')
    .description('The smallest possible deciding agent for incident response: it reads a case and proposes leads.')
    .version(about.version, '--version', 'the version of this program')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => screen.say(text.trimEnd()),
      writeErr: (text) => screen.note(text.trimEnd()),
    })
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', `\n${exitCodesText}`)
}
