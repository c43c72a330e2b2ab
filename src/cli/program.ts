/** The commands and their options. */
import { Command, CommanderError, Option } from 'commander'
import type { z } from 'zod'
import { LeadState } from '../domain/vocabulary.ts'
import type { Cli } from './context.ts'
import { exitCodesText, exits } from './exit-codes.ts'
import { CloseInput, closeCase, list, ListInput, load, LoadInput, OnCase, showCase, verifyCase } from './commands/case.ts'
import { bench, BenchInput } from './commands/bench.ts'
import { demo, DemoInput } from './commands/demo.ts'
import { doctor, DoctorInput } from './commands/doctor.ts'
import { leads, LeadsInput } from './commands/leads.ts'
import { round } from './commands/round.ts'
import { run, RunInput } from './commands/run.ts'
import { serve, ServeInput } from './commands/serve.ts'
import { ReplayInput, workerReplay } from './commands/worker.ts'

/** Runs the command that the words name and answers its exit code. Throws what the command throws. */
export async function runCommand(cli: Cli, words: readonly string[]): Promise<number> {
  const program = new Command('strategist')
  const ended: { code: number } = { code: exits.done }
  program
    .description('The smallest possible deciding agent for incident response: it reads a case and proposes the next leads.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => cli.screen.say(text.trimEnd()), writeErr: (text) => cli.screen.note(text.trimEnd()) })
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', `\n${exitCodesText}`)
  addCommands(program, (shape, act) => async (...given: readonly unknown[]) => {
    ended.code = await act(cli, inputOf(given.at(-1), shape))
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exits.done : exits.notBegun
  }
  return ended.code
}

type Act<Input> = (cli: Cli, input: Input) => Promise<number>
type Acting = <Shape extends z.ZodType>(shape: Shape, act: Act<z.output<Shape>>) => (...given: readonly unknown[]) => Promise<void>

/** The words and options of a command by their names, checked. */
function inputOf<Shape extends z.ZodType>(command: unknown, shape: Shape): z.output<Shape> {
  if (!(command instanceof Command)) throw new TypeError('commander hands its command over last')
  const given: readonly unknown[] = command.processedArgs
  const words = command.registeredArguments.map((argument, at) => [argument.name(), given[at]] as const)
  const parsed = shape.safeParse({ ...command.opts(), ...Object.fromEntries(words) })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return command.error(`error: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
}

function addCommands(program: Command, acting: Acting): void {
  program.command('demo').description('a whole case investigated before your eyes; needs nothing but Docker or Java')
    .addOption(caseOption('the case to investigate (left out: the NIST data leakage case)')).addOption(modelOption()).addOption(jsonOption())
    .option('--keep', 'leave everything running to look around, until Ctrl-C')
    .action(acting(DemoInput, demo))
  program.command('serve').description('the service, until it is stopped')
    .option('--host <address>', 'where it listens (HOST; left out: 127.0.0.1)').option('--port <number>', 'on which port, 0 for a free one (PORT; left out: 8080)')
    .action(acting(ServeInput, serve))
  addCaseCommands(program.command('case').description('cases: load, list, show, verify, close'), acting)
  addRunCommands(program, acting)
  program.command('bench').description('what reading and writing cost, against the least that they can cost')
    .option('--phenomena <number>', 'size of the case (left out: 100,000)').option('--rounds <number>', 'how many are measured (left out: 25)').addOption(jsonOption())
    .action(acting(BenchInput, bench))
  program.command('doctor').description('what is missing on this machine, and how to get it').addOption(jsonOption()).action(acting(DoctorInput, doctor))
}

const which = 'its id, the first or last 4 or more characters of it, or "latest"'

function addCaseCommands(cases: Command, acting: Acting): void {
  speaks(cases.command('load').description('open an investigation with what the folder knows at the start').argument('<folder>', 'of the case').addOption(modelOption())).action(acting(LoadInput, load))
  speaks(cases.command('list').description('investigations, newest first').option('--limit <number>', 'how many (left out: 20)')).action(acting(ListInput, list))
  speaks(cases.command('show').description('how one stands').argument('<investigation>', which)).action(acting(OnCase, showCase))
  speaks(cases.command('verify').description('recompute the chain, replay the journal, compare the graph').argument('<investigation>', which)).action(acting(OnCase, verifyCase))
  speaks(cases.command('close').description('close one, with a name and a reason').argument('<investigation>', which)
    .requiredOption('--by <name>', 'who closes it').requiredOption('--why <reason>', 'why')).action(acting(CloseInput, closeCase))
}

function addRunCommands(program: Command, acting: Acting): void {
  speaks(program.command('round').description('one decision of the strategist').argument('<investigation>', which)).action(acting(OnCase, round))
  speaks(program.command('run').description('rounds until the case ends or waits for workers').argument('[investigation]', `${which}; left out: the latest`)
    .addOption(caseOption('load this case first, and have its replay worker answer the leads')).addOption(modelOption())
    .option('--wait', 'wait for workers and people instead of ending when it is their turn')).action(acting(RunInput, run))
  speaks(program.command('leads').description('what the strategist asked for, and what came of it').argument('<investigation>', which)
    .addOption(new Option('--state <state>', 'only these').choices(LeadState.options)).option('--audit', 'with the query of each to paste into Neo4j Browser')).action(acting(LeadsInput, leads))
  const worker = program.command('worker').description('workers that carry leads out')
  speaks(worker.command('replay').description('answers leads from the findings of a case folder').argument('<folder>', 'of the case')
    .option('--investigation <id>', `${which}; left out: the newest open one of the same title`).option('--name <name>', 'of the worker')
    .option('--look-seconds <number>', 'how long a look takes').option('--lease-seconds <number>', 'how long a claim holds without a heartbeat')
    .option('--once', 'end when there is nothing to claim')).action(acting(ReplayInput, workerReplay))
}

function speaks(command: Command): Command {
  return command.option('--service <url>', 'the service to speak to (STRATEGIST_URL; left out: the one that runs here, else one is started)').addOption(jsonOption())
}

function jsonOption(): Option {
  return new Option('--json', 'for programs: one line of JSON on standard output')
}

function caseOption(what: string): Option {
  return new Option('--case <folder>', what)
}

function modelOption(): Option {
  return new Option('--model <name>', 'the strategist: rules, or a model of the server at OPENAI_BASE_URL')
}
