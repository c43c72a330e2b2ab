/** One thread of the Cypher lint: it answers what it finds in the files that it is given. */
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { readModel } from './graph-model.ts'
import { lintCypherFile } from './lint.ts'

const { root, paths } = z.object({ root: z.string(), paths: z.array(z.string()) }).parse(workerData)
const model = readModel(root)
parentPort?.postMessage(paths.flatMap((path) => lintCypherFile(root, path, model)))
