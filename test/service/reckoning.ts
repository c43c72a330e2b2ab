/** Belief reckoned from a journal's entries alone, as 1-domain says it: written a second time, without the service's own rules. */
import { z } from 'zod'
import type { ReadEntry } from '../support/case-builder.ts'

const numbers = z.record(z.string(), z.number())
const Created = z.object({
  start: z.object({ weights: numbers, thresholds: z.object({ supported: z.number(), refuted: z.number() }) }),
  sources: z.array(
    z.object({
      alias: z.string(),
      independenceGroup: z.string(),
      artefacts: z.array(z.object({ key: z.string(), witness: z.string().optional() })),
    }),
  ),
  hypotheses: z.array(
    z.object({ alias: z.string(), key: z.string(), prior: z.number(), rivalOf: z.string().nullable() }),
  ),
})
const Recorded = z.object({
  phenomena: z.array(
    z.object({ alias: z.string(), source: z.string(), artefact: z.string().nullable(), witness: z.string() }),
  ),
  evidence: z.array(z.object({ phenomenon: z.string(), hypothesis: z.string(), kind: z.string() })),
})
const Withdrawn = z.object({ phenomenon: z.string(), hypothesis: z.string().nullable() })

type Piece = { phenomenon: string; hypothesis: string; kind: string }
type Seen = { source: string; witness: string }
export type Reckoned = {
  key: string
  logOdds: number
  status: string
  evidence: number
  witnesses: number
  witnessesFor: number
  witnessesAgainst: number
  sources: number
  needsCorroboration: boolean
  contested: boolean
}

const short = (alias: string) => alias.replace(/-.*/, '')
const nine = (value: number) => Math.round(value * 1e9)

/** One for each hypothesis, in the order of the case. */
export function beliefsOf(entries: readonly ReadEntry[]): Reckoned[] {
  const created = Created.parse(entries[0]?.body)
  const { seen, live } = piecesOf(entries, created)
  const believed = created.hypotheses.map((hypothesis) => {
    const own = live.filter((piece) => piece.hypothesis === short(hypothesis.alias))
    return { hypothesis, belief: belief(hypothesis, own, { seen, ...created.start }) }
  })
  return believed.map(({ hypothesis, belief: { claim, ...own } }) => {
    const rivals = believed.filter(
      ({ hypothesis: other }) => other.rivalOf === short(hypothesis.alias) || hypothesis.rivalOf === short(other.alias),
    )
    const beaten = rivals.some(
      ({ belief: rival }) => rival.claim === 'supported' && nine(rival.logOdds) >= nine(own.logOdds),
    )
    const contested = claim === 'supported' && beaten
    return { key: hypothesis.key, ...own, status: contested ? 'active' : claim, contested }
  })
}

/** What still counts once all entries have been told. */
function piecesOf(entries: readonly ReadEntry[], { sources }: z.infer<typeof Created>) {
  const seen = new Map<string, Seen>()
  let live: Piece[] = []
  for (const { type, body } of entries) {
    if (type === 'recorded') {
      const { phenomena, evidence } = Recorded.parse(body)
      for (const { alias, source, artefact, witness } of phenomena) {
        const place = sources.find((own) => short(own.alias) === source)
        const writer = place?.artefacts.find(({ key }) => key === artefact)?.witness
        const expected = [place?.independenceGroup, writer].filter((part) => part !== undefined).join('/')
        if (witness !== expected) throw new Error(`${alias} is witnessed by ${witness}, not ${expected}`)
        seen.set(short(alias), { source, witness })
      }
      live.push(...evidence)
    }
    if (type === 'withdrawn') {
      const { phenomenon, hypothesis } = Withdrawn.parse(body)
      live = live.filter(
        (piece) => piece.phenomenon !== phenomenon || (hypothesis !== null && piece.hypothesis !== hypothesis),
      )
    }
  }
  return { seen, live }
}

type Rules = z.infer<typeof Created>['start'] & { seen: Map<string, Seen> }

function belief({ prior }: { prior: number }, pieces: readonly Piece[], { seen, weights, thresholds }: Rules) {
  const of = (piece: Piece) => seen.get(piece.phenomenon) ?? { source: '?', witness: '?' }
  const witnesses = [...new Set(pieces.map((piece) => of(piece).witness))].map((witness) => {
    const own = pieces.filter((piece) => of(piece).witness === witness)
    const given = [...new Set(own.map(({ kind }) => kind))]
    const net = given.reduce(
      (sum, kind) => sum + (weights[kind] ?? 0) * damped(own.filter((piece) => piece.kind === kind).length),
      0,
    )
    return {
      net,
      affirms: given.some((kind) => ['direct_evidence', 'supports', 'consequence_observed'].includes(kind)),
    }
  })
  const logOdds = Math.log10(prior / (1 - prior)) + witnesses.reduce((sum, { net }) => sum + net, 0)
  const witnessesFor = witnesses.filter(({ net, affirms }) => nine(net) > 0 && affirms).length
  const witnessesAgainst = witnesses.filter(({ net }) => nine(net) < 0).length
  const high = nine(logOdds) >= nine(Math.log10(thresholds.supported / (1 - thresholds.supported)))
  const low = nine(logOdds) <= nine(Math.log10(thresholds.refuted / (1 - thresholds.refuted)))
  const backers = high ? witnessesFor : low ? witnessesAgainst : 0
  return {
    logOdds,
    claim: backers < 2 ? 'active' : high ? 'supported' : 'refuted',
    evidence: pieces.length,
    witnesses: witnesses.length,
    witnessesFor,
    witnessesAgainst,
    sources: new Set(pieces.map((piece) => of(piece).source)).size,
    needsCorroboration: backers === 1,
  }
}

/** 1 + 1/2 + ... + 1/n. */
function damped(n: number): number {
  return n === 0 ? 0 : 1 / n + damped(n - 1)
}
