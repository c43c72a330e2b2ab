/** Whether the process lives, and whether it can serve. */
import { Router } from 'express'
import { databaseTime } from '../graph/facts/facts.ts'
import type { Service } from '../service/service.ts'

export function healthRoutes(service: Service): Router {
  const router = Router()
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'live' })
  })
  router.get('/health/ready', async (_request, response) => {
    const ready = !service.running.closing && (await answers(service))
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' })
  })
  return router
}

async function answers({ database }: Service): Promise<boolean> {
  try {
    await database.read('health', databaseTime)
    return true
  } catch {
    return false
  }
}
