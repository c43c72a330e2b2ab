/** The record of a round as the journal keeps it: what the model saw, said and was answered, and what came of it. */
import { z } from 'zod'
import { Declaration, mostLeads, Proposal } from './proposal.ts'

/** Every way in which a round can fail. */
export const RoundFailure = z.enum([
  // the model did not come to a decision
  'no_decision',
  'completion_refused',
  // a cap was met
  'too_many_tool_calls',
  'too_many_calls_in_message',
  'arguments_too_large',
  'answer_too_large',
  'out_of_time',
  'out_of_tokens',
  // the model or its provider
  'model_unreachable',
  'model_cut_off',
  'model_unauthorized',
  'model_not_found',
  'model_rate_limited',
  'model_error',
  'model_not_json',
  'model_empty',
  'model_refused',
  'model_truncated',
  // the service
  'desk_failed',
  'aborted',
  'stale',
  'graph_unavailable',
])
export type RoundFailure = z.infer<typeof RoundFailure>

/** What one round may use. Bytes are UTF-8. */
export const RoundLimits = z.strictObject({
  modelCalls: z.int().min(1).max(100).default(6),
  toolCalls: z.int().min(1).max(1000).default(20).describe('views that the service read beforehand do not count'),
  callsPerMessage: z.int().min(1).max(100).default(8),
  argumentBytes: z.int().min(1).default(65_536).describe('the arguments of one message together'),
  answerBytes: z.int().min(1).default(262_144).describe('one message of the model, or one answer of a tool'),
  seconds: z.number().gt(0).max(3600).default(90),
})
export type RoundLimits = z.infer<typeof RoundLimits>

const count = z.int().nonnegative()

/** One tool call as it was answered, by the facts that it was judged on. */
export const Answer = z.object({
  id: z.string(),
  name: z.string(),
  arguments: z.unknown().describe('as judged; null if they could not be read'),
  ok: z.boolean(),
  code: z.string(),
  content: z.string().describe('what the model was told'),
  sha256: z.string().describe('of the content, hex'),
  facts: z.unknown().describe('plain JSON: the typed rows of a view, or what a verdict rests on'),
})
export type Answer = z.infer<typeof Answer>

/** A tool call as the model wrote it. Calls without an id of their own, or with one already used, are given one. */
export const Call = z.object({
  id: z.string(),
  name: z.string(),
  arguments: z.string().describe('JSON, or whatever the model wrote instead'),
})
export type Call = z.infer<typeof Call>

/** A model's message. One beyond the limits of its round is kept by its beginning, its size and its number of calls. */
export const Received = z.object({
  content: z.string(),
  refusal: z.string().nullable(),
  finish: z.string().nullable().describe('why the provider says that it ended'),
  calls: z.array(Call),
  bytes: count,
  argumentBytes: count,
  callCount: count,
})
export type Received = z.infer<typeof Received>

export const TokenUse = z.object({ inputTokens: count, outputTokens: count, estimated: z.boolean() })
export type TokenUse = z.infer<typeof TokenUse>

/** One call of the model: it gave a message, or failed. `again`: it was asked again after a wait. */
export const Turn = z.object({
  binding: z.enum(['all', 'record-only']),
  seconds: z.number().nonnegative(),
  usage: TokenUse,
  message: Received.nullable(),
  failure: z.object({ code: RoundFailure, message: z.string(), again: z.boolean() }).nullable(),
  answers: z.array(Answer),
})
export type Turn = z.infer<typeof Turn>
export type Binding = Turn['binding']

export const Outcome = z.discriminatedUnion('type', [
  z.object({ type: z.literal('propose'), leads: z.array(Proposal).min(1).max(mostLeads) }),
  z.object({ type: z.literal('complete'), ...Declaration.shape }),
  z.object({ type: z.literal('failed'), code: RoundFailure, message: z.string() }),
])
export type Outcome = z.infer<typeof Outcome>

export const Transcript = z.object({
  format: z.literal(1),
  model: z.object({ name: z.string(), settings: z.record(z.string(), z.unknown()) }),
  limits: RoundLimits.extend({
    seconds: z.number(),
    tokens: z.number().nullable().describe('left of the budget; null: no budget'),
  }),
  opening: z.object({
    system: z.string(),
    human: z.string(),
    views: z.array(Answer).describe('read by the service beforehand; empty where the model calls them itself'),
  }),
  turns: z.array(Turn),
  usage: TokenUse.extend({ modelCalls: count, toolCalls: count }),
  seconds: z.number().nonnegative(),
  outcome: Outcome,
})
export type Transcript = z.infer<typeof Transcript>
