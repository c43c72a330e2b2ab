/** Whether the process lives, and whether it can serve. */
import { Router } from 'express'
import { isReady } from '../service/health.ts'
import type { Service } from '../service/service.ts'

export function healthRoutes(service: Service): Router {
  const router = Router()
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'live' })
  })
  router.get('/health/ready', async (_request, response) => {
    const ready = await isReady(service)
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' })
  })
  return router
}
