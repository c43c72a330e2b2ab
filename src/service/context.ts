/** What every use case of the service works with. */
import type { CatalogueEntry } from '../domain/artefact.ts'
import type { CaseLimits } from '../domain/journal/bodies.ts'
import type { Database } from '../graph/database.ts'

export type Context = {
  readonly database: Database
  readonly catalogue: ReadonlyMap<string, CatalogueEntry>
  readonly limits: CaseLimits
}
