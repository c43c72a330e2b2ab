/** The one error class and its closed set of codes: stable words that callers can act on. */

export type ErrorCode =
  // what was asked for
  | 'invalid_request'
  | 'too_large'
  | 'unauthorized'
  | 'foreign_host'
  | 'not_found'
  | 'unknown_kind'
  | 'unknown_role'
  | 'unknown_artefact'
  | 'unknown_source'
  | 'unknown_hypothesis'
  | 'unknown_phenomenon'
  | 'unknown_invocation'
  | 'duplicate_key'
  | 'sha256_mismatch'
  | 'quote_not_found'
  | 'wrong_source'
  | 'nothing_found'
  | 'evidence_exists'
  | 'idempotency_mismatch'
  | 'too_many_requests'
  // the state that it met
  | 'round_running'
  | 'round_lost'
  | 'paused'
  | 'not_paused'
  | 'leads_outstanding'
  | 'lead_outstanding'
  | 'already_looked'
  | 'hypothesis_resolved'
  | 'lease_lost'
  | 'lead_state'
  | 'nothing_looked_at'
  | 'already_withdrawn'
  | 'not_ended'
  | 'ended'
  | 'being_written'
  // the graph and the machine
  | 'bad_row'
  | 'graph_unavailable'
  | 'graph_not_read_only'
  | 'schema_changed'
  | 'no_neo4j'
  | 'config'
  | 'case_file'
  | 'port_taken'
  | 'service_unreachable'
  | 'internal'

/** A failure that a caller can act on: a stable code, a sentence that says what to do, and what it is about. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: ErrorOptions & { details?: Record<string, unknown> } = {}) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? {}
  }
}
