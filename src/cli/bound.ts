/** A command together with the shape of its words and options. */
import type { Command } from 'commander'
import type { z } from 'zod'
import type { Cli } from './context.ts'

/** A command with the shape of its words and options closed over. */
export type Bound = (cli: Cli, command: Command) => Promise<number>

/** What a command does is loaded only when it is asked for: some of it takes a second to load. */
export type Lazily = (load: () => Promise<Bound>) => (...given: readonly unknown[]) => Promise<void>

/** The words and options of a command by their names, checked before it acts. */
export function bound<Shape extends z.ZodType>(
  shape: Shape,
  act: (cli: Cli, input: z.output<Shape>) => Promise<number>,
): Bound {
  return (cli, command) => act(cli, inputOf(command, shape))
}

function inputOf<Shape extends z.ZodType>(command: Command, shape: Shape): z.output<Shape> {
  const given: readonly unknown[] = command.processedArgs
  const words = command.registeredArguments.map((argument, at) => [argument.name(), given[at]] as const)
  const parsed = shape.safeParse({ ...command.opts(), ...Object.fromEntries(words) })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = issue?.path.join('.') ?? ''
  const option = command.options.find((one) => one.attributeName() === name)
  return command.error(`error: ${option?.flags ?? name}: ${issue?.message ?? ''}`)
}
