/** The commands and their options, in the order in which a person meets them. */
import { type Command, Option } from 'commander'
import { LeadState } from '../domain/vocabulary.ts'
import { bound, type Lazily } from './bound.ts'

export function addCommands(program: Command, lazily: Lazily): void {
  addDemo(program, lazily)
  addServe(program, lazily)
  addCases(program.command('case').description('cases: load, list, show, verify, close'), lazily)
  addRounds(program, lazily)
  addWorker(program.command('worker').description('workers that carry leads out'), lazily)
  addChecks(program, lazily)
}

function addDemo(program: Command, lazily: Lazily): void {
  program
    .command('demo')
    .description('a whole case investigated before your eyes; needs nothing but Docker or Java')
    .addOption(caseOption('the case to investigate (left out: the NIST data leakage case)'))
    .addOption(modelOption())
    .addOption(jsonOption())
    .option('--keep', 'leave everything running to look around, until Ctrl-C')
    .action(lazily(() => import('./commands/demo.ts').then(({ demo, DemoInput }) => bound(DemoInput, demo))))
}

function addServe(program: Command, lazily: Lazily): void {
  program
    .command('serve')
    .description('the service, until it is stopped')
    .option('--host <address>', 'where it listens (HOST; left out: 127.0.0.1)')
    .option('--port <number>', 'on which port, 0 for a free one (PORT; left out: 8080)')
    .action(lazily(() => import('./commands/serve.ts').then(({ serve, ServeInput }) => bound(ServeInput, serve))))
}

const which = 'its id, 4 or more of its first or last characters, or "latest"'
const investigation = '<investigation>'

function addCases(cases: Command, lazily: Lazily): void {
  const commands = () => import('./commands/case.ts')
  speaks(cases.command('load').description('open an investigation with what the folder knows at the start'))
    .argument('<folder>', 'of the case')
    .addOption(modelOption())
    .action(lazily(() => commands().then(({ load, LoadInput }) => bound(LoadInput, load))))
  speaks(cases.command('list').description('investigations, newest first'))
    .option('--limit <number>', 'how many (left out: 20)')
    .action(lazily(() => commands().then(({ list, ListInput }) => bound(ListInput, list))))
  speaks(cases.command('show').description('how one stands'))
    .argument(investigation, which)
    .action(lazily(() => commands().then(({ showCase, OnCase }) => bound(OnCase, showCase))))
  speaks(cases.command('verify').description('recompute the chain, replay the journal, compare the graph'))
    .argument(investigation, which)
    .action(lazily(() => commands().then(({ verifyCase, OnCase }) => bound(OnCase, verifyCase))))
  speaks(cases.command('close').description('close one, with a name and a reason'))
    .argument(investigation, which)
    .requiredOption('--by <name>', 'who closes it')
    .requiredOption('--why <reason>', 'why')
    .action(lazily(() => commands().then(({ closeCase, CloseInput }) => bound(CloseInput, closeCase))))
}

function addRounds(program: Command, lazily: Lazily): void {
  speaks(program.command('round').description('one decision of the strategist'))
    .argument(investigation, which)
    .action(lazily(() => import('./commands/round.ts').then(({ round, RoundInput }) => bound(RoundInput, round))))
  speaks(program.command('run').description('rounds until the case ends or waits for workers'))
    .argument('[investigation]', `${which}; left out: the latest`)
    .addOption(caseOption('load this case first, and have its replay worker answer the leads'))
    .addOption(modelOption())
    .option('--wait', 'wait for workers and people instead of ending when it is their turn')
    .action(lazily(() => import('./commands/run.ts').then(({ run, RunInput }) => bound(RunInput, run))))
  speaks(program.command('leads').description('what the strategist asked for, and what came of it'))
    .argument(investigation, which)
    .addOption(new Option('--state <state>', 'only these').choices(LeadState.options))
    .option('--audit', 'with the query of each to paste into Neo4j Browser')
    .action(lazily(() => import('./commands/leads.ts').then(({ leads, LeadsInput }) => bound(LeadsInput, leads))))
}

function addWorker(worker: Command, lazily: Lazily): void {
  speaks(worker.command('replay').description('answers leads from the findings of a case folder'))
    .argument('<folder>', 'of the case')
    .option('--investigation <id>', `${which}; left out: the newest open one of the same title`)
    .option('--name <name>', 'of the worker')
    .option('--look-seconds <number>', 'how long a look takes (left out: no time)')
    .option('--lease-seconds <number>', 'how long a claim holds without a heartbeat (left out: 30)')
    .option('--once', 'end when there is nothing to claim')
    .action(
      lazily(() =>
        import('./commands/worker.ts').then(({ workerReplay, ReplayInput }) => bound(ReplayInput, workerReplay)),
      ),
    )
}

function addChecks(program: Command, lazily: Lazily): void {
  program
    .command('bench')
    .description('what reading and writing cost, against the least that they can cost')
    .option('--phenomena <number>', 'size of the case (left out: 100,000)')
    .option('--rounds <number>', 'how many are measured (left out: 25)')
    .addOption(jsonOption())
    .action(lazily(() => import('./commands/bench.ts').then(({ bench, BenchInput }) => bound(BenchInput, bench))))
  program
    .command('doctor')
    .description('what is missing on this machine, and how to get it')
    .addOption(jsonOption())
    .action(lazily(() => import('./commands/doctor.ts').then(({ doctor, DoctorInput }) => bound(DoctorInput, doctor))))
}

/** Of a command that speaks to a service. */
function speaks(command: Command): Command {
  const service = 'the service to speak to (STRATEGIST_URL; left out: the one that runs here, else one is started)'
  return command.option('--service <url>', service).addOption(jsonOption())
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
