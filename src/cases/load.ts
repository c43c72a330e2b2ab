/** Loads a case folder: what is known at the start and the findings together, and the truth by itself. */
import { checkFindings, checkStart, checkTruth, type Catalogue } from './check.ts'
import { CaseFile, FindingsFile, TruthFile } from './format.ts'
import { caseFileError, type Problem } from './problem.ts'
import { readCaseFile, type ReadFile } from './read.ts'

/** What `case load` and a replay worker may know. */
export type CaseFolder = { readonly start: CaseFile; readonly findings: FindingsFile }

const megabyte = 1024 * 1024

/** Reads `case.yaml` and `findings.yaml` and checks that they fit together. Throws `case_file`. */
export async function loadCase(folder: string, catalogue: Catalogue): Promise<CaseFolder> {
  const start = await readCaseFile({ folder, file: 'case.yaml', shape: CaseFile, maxBytes: megabyte })
  accept(start, checkStart(start.content, catalogue))
  const findings = await readCaseFile({ folder, file: 'findings.yaml', shape: FindingsFile, maxBytes: 8 * megabyte })
  accept(findings, checkFindings(findings.content, start.content, catalogue))
  return { start: start.content, findings: findings.content }
}

/** Reads `truth.yaml`, which must speak of every hypothesis of the case and of no other. Throws `case_file`. */
export async function loadTruth(folder: string, start: CaseFile): Promise<TruthFile> {
  const truth = await readCaseFile({ folder, file: 'truth.yaml', shape: TruthFile, maxBytes: megabyte })
  accept(truth, checkTruth(truth.content, start))
  return truth.content
}

function accept(read: ReadFile<unknown>, problems: readonly Problem[]): void {
  if (problems.length > 0) throw caseFileError(read, problems)
}
