/** The view `source_coverage` as text: the gaps that could still move a hypothesis, and how such looks have gone so far. */
import { tried } from '../planner/outcome.ts'
import type { ArtefactRow, SourceCoverage } from '../views/source-coverage.ts'
import { CoverageState } from '../vocabulary.ts'
import { tame } from './hostile.ts'
import { type Column, table } from './table.ts'

const mostGaps = 40
const mostCalibrations = 20
const footer =
  'A gap matters only if an active hypothesis depends on it: informs and touches name active ones, touches those that share only a topic.'

/** Of one source all its artefacts; of all sources the gaps that inform an active hypothesis. */
export function coverageText(view: SourceCoverage, marker: string): string {
  const { source, artefacts } = view
  const telling = source === null ? artefacts.filter(({ gap, informs }) => gap && informs.length > 0) : artefacts
  const rows = source === null ? telling.slice(0, mostGaps) : telling
  const rest = telling.length - rows.length
  const subject = tame(source ?? 'all sources', 64)
  return [
    `source_coverage\t${subject}\t${artefacts.length} artefacts\t${states(artefacts)}`,
    source === null ? `gaps that inform an active hypothesis: ${telling.length}` : `artefacts of ${subject}`,
    ...(rows.length === 0 ? [] : table(columns, rows, marker)),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
    ...calibrations(artefacts),
    ...answerLine(view),
    footer,
  ].join('\n')
}

const columns: readonly Column<ArtefactRow>[] = [
  { name: 'source', value: ({ source }) => source },
  { name: 'artefact', value: ({ key }) => key },
  { name: 'state', value: ({ state }) => state },
  { name: 'tries', value: ({ tries }) => tries },
  { name: 'lead', value: ({ leadPossible }) => (leadPossible ? 'possible' : null) },
  { name: 'role', value: ({ role }) => role },
  { name: 'witness', value: ({ witness }) => witness },
  { name: 'strength', value: ({ strength: [ifTrue, ifFalse] }) => `${ifTrue}/${ifFalse}` },
  { name: 'answers', value: ({ answerRate }) => answerRate },
  { name: 'for', value: ({ kindFor }) => kindFor },
  { name: 'against', value: ({ kindAgainst }) => kindAgainst },
  { name: 'informs', value: ({ informs }) => informs },
  { name: 'touches', value: ({ touches }) => touches },
  { name: 'name', value: ({ name }) => name, text: 100 },
]

function states(artefacts: readonly ArtefactRow[]): string {
  return CoverageState.options
    .map((state) => `${state} ${artefacts.filter((row) => row.state === state).length}`)
    .join('\t')
}

/** One line for each artefact, role and kind at which leads have ended; the rows of all sources tell the same. */
function calibrations(artefacts: readonly ArtefactRow[]): string[] {
  const lines = new Set(
    artefacts.flatMap(({ key, looks }) =>
      looks.map((look) => {
        const { hits, all } = tried([look])
        return tame(`leads at ${key} in role ${look.role} expecting ${look.kind} hit ${hits} of ${all}`, 300)
      }),
    ),
  )
  const rest = lines.size - mostCalibrations
  return [...[...lines].slice(0, mostCalibrations), ...(rest > 0 ? [`… and ${rest} more such lines`] : [])]
}

function answerLine({ answers: rows }: SourceCoverage): string[] {
  const asked = rows.filter(({ looks }) => looks > 0)
  if (asked.length === 0) return []
  const shares = asked.map(({ hypothesis, answers, looks }) => `${hypothesis} ${answers} of ${looks}`)
  return [tame(`looks that said something: ${shares.join(', ')}`, 2000)]
}
