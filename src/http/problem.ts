/** Failures as problem details (RFC 9457): a stable code, what happened, to what, and what to do. */
import { z } from 'zod'
import { AppError, type ErrorCode } from '../errors.ts'

/** The HTTP status of each failure. A new code does not compile until it stands here. */
export const statusOf = {
  invalid_request: 400,
  too_large: 413,
  unauthorized: 401,
  foreign_host: 403,
  not_found: 404,
  unknown_kind: 422,
  unknown_role: 422,
  unknown_artefact: 422,
  unknown_source: 422,
  unknown_hypothesis: 422,
  unknown_phenomenon: 422,
  unknown_invocation: 422,
  duplicate_key: 422,
  sha256_mismatch: 422,
  quote_not_found: 422,
  wrong_source: 422,
  nothing_found: 422,
  evidence_exists: 409,
  idempotency_mismatch: 422,
  too_many_requests: 429,
  round_running: 409,
  round_lost: 409,
  paused: 409,
  not_paused: 409,
  leads_outstanding: 409,
  lead_outstanding: 409,
  already_looked: 409,
  hypothesis_resolved: 409,
  lease_lost: 409,
  lead_state: 409,
  nothing_looked_at: 409,
  already_withdrawn: 409,
  not_ended: 409,
  ended: 410,
  being_written: 409,
  bad_row: 500,
  graph_unavailable: 503,
  graph_not_read_only: 500,
  schema_changed: 500,
  no_neo4j: 500,
  config: 500,
  case_file: 422,
  port_taken: 500,
  service_unreachable: 502,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('stable: programs go by this'),
    detail: z.string().describe('what happened, to what, and what to do'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('where the request is wrong'),
  })
  .loose()
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

/** Our own failures say everything; of any other only that it happened. */
export function problemOf(error: unknown): Problem {
  const own = error instanceof AppError ? error : fromExpress(error)
  const status = statusOf[own.code]
  const told =
    status === 500 ? 'The service failed; its log says more. The call can be repeated with the same key.' : own.message
  return {
    ...own.details,
    type: `urn:investigation-strategist:${own.code}`,
    title: own.code.replaceAll('_', ' '),
    status,
    code: own.code,
    detail: told,
  }
}

/** A request of another shape than its call takes. A shape that the service itself gets wrong is no fault of the caller's. */
export function invalidRequest(cause: z.ZodError): AppError {
  const errors = cause.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const detail = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  return new AppError('invalid_request', detail, { details: { errors }, cause })
}

const BodyError = z.object({ type: z.string(), message: z.string() })
const Unreadable = z.object({ status: z.int().min(400).max(499), message: z.string() })

/** What Express and its body parser throw of requests that nobody can read, the latter by its own stable `type`. */
function fromExpress(error: unknown): AppError {
  const parsed = BodyError.safeParse(error)
  if (!parsed.success) return unreadable(error)
  const { type, message } = parsed.data
  if (type === 'entity.too.large')
    return new AppError('too_large', 'the body is larger than this call takes: send less at a time', { cause: error })
  if (/^(entity|encoding|charset|parameters|request)\./.test(type)) {
    return new AppError('invalid_request', `the body is not JSON: ${message.slice(0, 200)}`, { cause: error })
  }
  return unreadable(error)
}

function unreadable(error: unknown): AppError {
  const { success, data } = Unreadable.safeParse(error)
  if (!success) return new AppError('internal', 'the service failed', { cause: error })
  return new AppError('invalid_request', `the request cannot be read: ${data.message.slice(0, 200)}`, { cause: error })
}
