/** The first four bytes of Bolt: the driver waits for them for ever, and keeps its process alive while it does. */
import { connect } from 'node:net'

/** Bolt's sign, then the versions we speak: 5.8 down to 5.0, 4.4 down to 4.2, none, none. */
const greeting = Buffer.from('6060b01700080805000204040000000000000000', 'hex')

/** Whether something answers a greeting at this address within `patience` ms. Throws what the connection throws. */
export function answersGreeting(uri: string, patience: number): Promise<boolean> {
  const { hostname, port } = new URL(uri)
  return new Promise((settle, fail) => {
    const socket = connect({ host: hostname.replaceAll(/^\[|\]$/g, ''), port: Number(port || 7687) })
    const alarm = setTimeout(() => end(false), patience)
    const end = (answers: boolean) => {
      clearTimeout(alarm)
      socket.destroy()
      settle(answers)
    }
    socket.once('connect', () => socket.write(greeting))
    socket.once('data', () => end(true))
    socket.once('close', () => end(false))
    socket.once('error', (error) => {
      clearTimeout(alarm)
      fail(error)
    })
  })
}
