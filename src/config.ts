/** Environment variables as configuration, read once. */
import { z } from 'zod'
import { RoundLimits } from './domain/transcript.ts'
import { AppError } from './errors.ts'

const text = z.string().trim().min(1)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const number = (usual: number) => z.coerce.number().positive().default(usual)

const Environment = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  STRATEGIST_API_KEY: text.min(16, 'at least 16 characters').regex(/^\S*$/, 'no white space').optional(),
  STRATEGIST_MODEL: text.default('rules'),
  OPENAI_BASE_URL: z.url().default('https://api.openai.com/v1'),
  OPENAI_API_KEY: text.optional(),
  STRATEGIST_TEMPERATURE: z.coerce.number().min(0).max(2).optional(),
  STRATEGIST_PREFETCH: flag.default(true),
  STRATEGIST_ROUND_SECONDS: number(90),
  STRATEGIST_MODEL_CALLS: z.coerce.number().int().min(1).max(100).default(6),
  STRATEGIST_UNCLAIMED_MINUTES: number(60),
  STRATEGIST_BROWSER_URL: z.url().optional(),
  STRATEGIST_BROWSER_BOLT: z.url().optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']).default('info'),
})

export type Config = {
  readonly host: string
  readonly port: number
  readonly apiKey: string | undefined
  readonly model: { name: string; baseUrl: string; apiKey: string | undefined; temperature: number | undefined }
  readonly prefetch: boolean
  readonly roundLimits: RoundLimits
  readonly unclaimedSeconds: number
  /** Neo4j Browser's page and the Bolt address, as a person's browser reaches them. */
  readonly browser: { url: string | undefined; bolt: string | undefined }
  readonly logLevel: string
}

/** Throws `config`, naming the variable and what it should be; a key is needed for any address but loopback. */
export function configOf(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw new AppError('config', `the environment is not right:\n${z.prettifyError(parsed.error)}`)
  const { data } = parsed
  if (!isLoopback(data.HOST) && data.STRATEGIST_API_KEY === undefined) {
    throw new AppError(
      'config',
      `HOST=${data.HOST} is not a loopback address: set STRATEGIST_API_KEY (16 characters or more), or listen on 127.0.0.1`,
    )
  }
  return {
    host: data.HOST,
    port: data.PORT,
    apiKey: data.STRATEGIST_API_KEY,
    model: {
      name: data.STRATEGIST_MODEL,
      baseUrl: data.OPENAI_BASE_URL,
      apiKey: data.OPENAI_API_KEY,
      temperature: data.STRATEGIST_TEMPERATURE,
    },
    prefetch: data.STRATEGIST_PREFETCH,
    roundLimits: RoundLimits.parse({ seconds: data.STRATEGIST_ROUND_SECONDS, modelCalls: data.STRATEGIST_MODEL_CALLS }),
    unclaimedSeconds: data.STRATEGIST_UNCLAIMED_MINUTES * 60,
    browser: { url: data.STRATEGIST_BROWSER_URL, bolt: data.STRATEGIST_BROWSER_BOLT },
    logLevel: data.LOG_LEVEL,
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
