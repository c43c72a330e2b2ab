/** The audit queries of cypher/audit as texts to paste into Neo4j Browser, with the one id that each is about written in. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const names = ['lead', 'hypothesis', 'round', 'case'] as const
export type AuditName = (typeof names)[number]

const texts = new Map(
  names.map((name) => [name, readFileSync(new URL(`../../cypher/audit/${name}.cypher`, import.meta.url), 'utf8')]),
)

/** Only what a UUID or a node key may hold is written into the text: nothing that anybody can choose. */
const Id = z.string().regex(/^[0-9a-f-]{36}(\|[A-Z]\d+)?$/)

/** A query that shows one thing with all that it rests on. `id`: a UUID, or the key of a round. */
export function auditQuery(name: AuditName, id: string): string {
  const text = (texts.get(name) ?? '').replaceAll(/^\/\/ \$id .*\n/gm, '')
  return text.replaceAll('$id', `'${Id.parse(id)}'`)
}

/** Where Neo4j Browser is, and what it is to connect to as whom. Its password is the person's own business. */
export type Browser = {
  readonly url: string
  readonly bolt: string
  readonly username: string
  readonly database: string
}

/** A link that opens Neo4j Browser with the query in its editor, not run, and the user's name filled in. */
export function browserLink({ url, bolt, username, database }: Browser, cypher: string): string {
  const dbms = new URL(bolt)
  dbms.username = username
  const link = new URL(url)
  link.search = new URLSearchParams({ dbms: dbms.href, db: database, cmd: 'edit', arg: cypher }).toString()
  return link.href
}
