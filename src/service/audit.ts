/** How a person audits a thing: the Cypher to paste into Neo4j Browser, and a link that opens it there. */
import { z } from 'zod'
import { auditQuery, browserLink, type AuditName } from '../graph/audit.ts'
import type { Service } from './service.ts'

export const Audit = z
  .object({
    cypher: z.string().describe('to paste into Neo4j Browser'),
    browser: z
      .string()
      .nullable()
      .describe('opens Neo4j Browser with the query in its editor; null where its address is not known'),
  })
  .meta({ id: 'Audit' })
export type Audit = z.infer<typeof Audit>

export function auditOf({ browser }: Pick<Service, 'browser'>, name: AuditName, id: string): Audit {
  const cypher = auditQuery(name, id)
  return { cypher, browser: browser ? browserLink(browser, cypher) : null }
}

/** A lead with its audit. */
export function audited<Row extends { id: string }>(
  service: Pick<Service, 'browser'>,
  lead: Row,
): Row & { audit: Audit } {
  return { ...lead, audit: auditOf(service, 'lead', lead.id) }
}
