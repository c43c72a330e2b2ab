/** The statement behind what a worker is handed with a lead. */
import { z } from 'zod'
import { WorkOrder } from '../../domain/views/work-order.ts'
import { statement } from '../statement.ts'

export const workOrder = statement('views/work-order', { parameters: z.object({ lead: z.uuid() }), row: WorkOrder })
