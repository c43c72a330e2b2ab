/** Which artefact can tell something about which hypothesis. */
import type { Topic } from './vocabulary.ts'

type About = { readonly topics: readonly Topic[] }
type Claim = About & { readonly predicts: readonly string[]; readonly excludes: readonly string[] }
type Trace = About & { readonly techniques: readonly string[] }

/**
 * `informs`: they share a technique (a technique matches its sub-techniques), or a topic where either names no
 * technique. `touches`: both name techniques and share only a topic. The gates look at `informs` alone.
 */
export function bearing(artefact: Trace, hypothesis: Claim): 'informs' | 'touches' | 'none' {
  const techniques = [...hypothesis.predicts, ...hypothesis.excludes]
  const named = techniques.length > 0 && artefact.techniques.length > 0
  if (named && techniques.some((ours) => artefact.techniques.some((theirs) => matches(ours, theirs)))) return 'informs'
  if (!hypothesis.topics.some((topic) => artefact.topics.includes(topic))) return 'none'
  return named ? 'touches' : 'informs'
}

/** T1070 matches T1070.004, either way round; T1070.001 does not match T1070.004. */
function matches(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`)
}
