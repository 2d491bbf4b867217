// Calls to Nuki's Web API.
import { settings } from './settings.js'
import { access, renewed } from './tokens.js'
import { busy, forbidden, refused, unavailable } from './trouble.js'

const LOCKS = new Set([0, 3, 4, 5]) // smart locks of all generations and Smart Doors; no Box, no Opener
export const VERBS = { unlock: 1, lock: 2 }
let quietUntil = 0

export async function doors (grantId) {
  const told = await call(grantId, 'GET', '/smartlock')
  if (!Array.isArray(told)) throw unavailable()
  return told.filter((door) => LOCKS.has(door.type))
}

// The answer is the id of the request, not its success.
export async function act (grantId, door, verb) {
  const told = await call(grantId, 'POST', `/smartlock/${door}/action/advanced`, { action: VERBS[verb] })
  if (typeof told?.requestId !== 'string') throw unavailable()
  return told.requestId
}

async function call (grantId, method, path, body) {
  if (Date.now() < quietUntil) throw busy()
  const token = await access(grantId)
  let answer = await send(token, method, path, body)
  if (answer.status === 401) answer = await send(await renewed(grantId, token), method, path, body)
  if (answer.ok) {
    try { return JSON.parse(answer.text) } catch { throw unavailable() }
  }
  console.warn('Nuki answered %d', answer.status)
  if (answer.status === 429) {
    const told = Number(answer.retryAfter)
    quietUntil = Date.now() + (told > 0 ? Math.min(told, 300) : 10) * 1000
    throw busy()
  }
  if (answer.status === 401 || answer.status === 403) throw forbidden()
  throw answer.status >= 500 ? unavailable() : refused(answer.status)
}

async function send (token, method, path, body) {
  try {
    const answer = await fetch(settings.nukiUrl + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(8000),
    })
    const { ok, status } = answer
    return { ok, status, retryAfter: answer.headers.get('retry-after'), text: await answer.text() }
  } catch (error) {
    console.warn('%s did not answer: %s', path, error.name)
    throw unavailable()
  }
}
