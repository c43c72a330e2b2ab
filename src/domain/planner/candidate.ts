/** The leads that could be proposed: one for each gap of each source where a lead is still possible. */
import type { GraphOverview } from '../views/graph-overview.ts'
import type { ArtefactRow, SourceCoverage } from '../views/source-coverage.ts'
import type { Look } from './look.ts'
import { strengthOf } from './outcome.ts'

/** What names a lead, whatever the hypothesis. Where a refusal names no role or artefact, any will do. */
export type Work = {
  readonly source: string
  readonly artefact?: string | undefined
  readonly role?: string | undefined
}

/** `likeness` is the same for candidates that differ in nothing but where they are and who answers. */
export type Candidate = {
  readonly row: ArtefactRow
  readonly index: number
  readonly source: number
  readonly look: Look
  readonly likeness: number
  readonly witness: number
}

/** `witnesses` numbers those that the candidates would ask. */
export type Candidates = { readonly all: readonly Candidate[]; readonly witnesses: ReadonlyMap<string, number> }

/** All candidates, in the order of the case, without those outstanding and those refused in this round. */
export function candidatesOf(
  { coverage, overview }: { coverage: SourceCoverage; overview: Pick<GraphOverview, 'outstanding'> },
  refused: readonly Work[],
): Candidates {
  const outstanding = overview.outstanding.map(({ source, artefact, role }) => ({
    source,
    artefact: artefact ?? '',
    role,
  }))
  const without = [...outstanding, ...refused]
  const [likenesses, witnesses] = [new Map<string, number>(), new Map<string, number>()]
  const all = coverage.artefacts
    .filter((row) => row.gap && row.leadPossible && bears(row) && !without.some((work) => isSame(work, row)))
    .map((row, index) => ({
      row,
      index,
      source: numberOf(row.source),
      look: lookOf(row),
      likeness: numberIn(likenesses, likenessOf(row)),
      witness: numberIn(witnesses, row.witness),
    }))
  return { all, witnesses }
}

/** Whether it could say anything of a hypothesis that is still active: the view names no others. */
function bears({ informs, touches }: ArtefactRow): boolean {
  return informs.length + touches.length > 0
}

export function lookOf({ witness, kindFor, kindAgainst, strength, looks }: ArtefactRow): Look {
  return { witness, kindFor, kindAgainst, strength: strengthOf(strength, looks) }
}

/** The number in an alias such as `H3-kd`, by which things come in the order of the case; any other text comes last. */
export function numberOf(alias: string): number {
  const number = Number.parseInt(alias.slice(1), 10)
  return Number.isNaN(number) ? Number.POSITIVE_INFINITY : number
}

function isSame({ source, artefact, role }: Work, row: ArtefactRow): boolean {
  return source === row.source && (artefact ?? row.key) === row.key && (role ?? row.role) === row.role
}

function likenessOf({ strength, answerRate, kindFor, kindAgainst, looks }: ArtefactRow): string {
  const taught = looks.map((look) => `${look.kind} ${look.for} ${look.against}`).join()
  return `${strength[0]} ${strength[1]} ${answerRate} ${kindFor} ${kindAgainst} ${taught}`
}

function numberIn(numbers: Map<string, number>, text: string): number {
  const number = numbers.get(text) ?? numbers.size
  numbers.set(text, number)
  return number
}
