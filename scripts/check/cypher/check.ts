/** Lints every `.cypher` file, and the graph model itself: a word that no statement names has been forgotten there. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { filesUnder, textOf } from '../files.ts'
import type { Finding } from '../finding.ts'
import { type GraphModel, modelFile, readModel } from './graph-model.ts'

export async function findCypherFaults(root: string): Promise<Finding[]> {
  const paths = filesUnder(root, 'cypher', '.cypher')
  const found = await Promise.all(shares(paths).map((share) => lintInThread(root, share)))
  return [...found.flat(), ...forgottenWords(root, readModel(root), paths)]
}

/** The linter needs a tenth of a second for a statement: the files are dealt out to all cores. */
function shares(paths: readonly string[]): string[][] {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.ceil(paths.length / 10)))
  return Array.from({ length: threads }, (_, thread) => paths.filter((_path, index) => index % threads === thread))
}

function lintInThread(root: string, paths: readonly string[]): Promise<Finding[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('lint-thread.ts', import.meta.url), { workerData: { root, paths } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Words of the model that neither a statement nor the code that fills its parameters names. */
function forgottenWords(root: string, { nodes, relationships }: GraphModel, paths: readonly string[]): Finding[] {
  const texts = [...paths, ...filesUnder(root, 'src', '.ts')].map((path) => textOf(root, path))
  const named = new Set(texts.join('\n').match(/\w+/g))
  const words = [
    ...Object.entries(nodes).flatMap(([label, properties]) => [label, ...properties]),
    ...Object.entries(relationships).flatMap(([type, { properties }]) => [type, ...properties]),
  ]
  const forgotten = [...new Set(words)].filter((word) => !named.has(word))
  return forgotten.map((word) => ({ file: modelFile, message: `${word} is used by no statement` }))
}
