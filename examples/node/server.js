// The house, put together: which address leads where. Plain HTTP on 127.0.0.1; a server in front of it ends TLS.
import crypto from 'node:crypto'

import express from 'express'

import * as nuki from './nuki.js'
import * as pages from './pages.js'
import { settings } from './settings.js'
import { digest, random, store } from './store.js'
import { consentUrl, exchange } from './tokens.js'
import { Trouble } from './trouble.js'

const COOKIE = '__Host-rooms'
const app = express().disable('x-powered-by').disable('etag')
app.use((request, response, next) => {
  response.set({
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  next()
})

const alike = (one, other) => crypto.timingSafeEqual(Buffer.from(digest(one)), Buffer.from(digest(other)))
const form = express.urlencoded({ extended: false, limit: '10kb' })
const cookieOf = (request) =>
  (request.headers.cookie ?? '').split('; ').find((one) => one.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? ''
const sessionOf = (request) => store.session(cookieOf(request))
const remember = (response, session) =>
  response.cookie(COOKIE, session.id, { secure: true, httpOnly: true, sameSite: 'lax', path: '/' })

function connected (request) {
  const session = sessionOf(request)
  if (!session?.grantId) throw new Trouble(401, 'You are not connected with Nuki.', 'Connect, and your doors are here.')
  return session
}

function checked (request) {
  const session = connected(request)
  if (!alike(request.body?.csrf ?? '', session.csrf)) {
    throw new Trouble(403, 'This form is too old.', 'Go back, load the page again and repeat it.')
  }
  return session
}

app.get('/', (request, response) => response.send(pages.home()))

app.get('/connect', (request, response) => {
  const session = sessionOf(request) ?? store.newSession()
  const state = random()
  store.keepState(state, session)
  remember(response, session).redirect(303, consentUrl(state))
})

app.get('/callback', async (request, response) => {
  const session = sessionOf(request)
  const madeFor = store.takeState(request.query.state) // ours, unused, and made for this very browser
  if (!session || !madeFor || madeFor !== digest(session.id)) {
    throw new Trouble(400, 'This connection was not begun in this browser, or is too old.', 'Connect again from here.')
  }
  if (request.query.error === 'access_denied') {
    throw new Trouble(403, 'You did not allow the connection.', 'Connect again whenever you like.')
  }
  if (typeof request.query.code !== 'string') {
    throw new Trouble(400, 'Nuki did not complete the connection.', 'Connect again from the start page.')
  }
  const grantId = random(9)
  store.keepTokens(grantId, await exchange(request.query.code))
  if (session.grantId) store.forgetGrant(session.grantId)
  store.endSession(session.id) // a new id: whoever knew the old one is not let in
  remember(response, store.newSession(grantId)).redirect(303, '/doors')
})

app.get('/doors', async (request, response) => {
  const session = connected(request)
  response.send(pages.doors(session, await nuki.doors(session.grantId)))
})

app.post('/doors/:door/:verb', form, async (request, response) => {
  const { grantId } = checked(request)
  const { door, verb } = request.params
  if (!Object.hasOwn(nuki.VERBS, verb) || !/^\d{1,16}$/.test(door)) throw new Trouble(404, 'There is no such action.', 'Go back to your doors.')
  const requestId = await nuki.act(grantId, door, verb)
  store.addAction({ reference: `R${crypto.randomBytes(5).toString('hex')}`, grantId, door, verb, requestId, at: Date.now() })
  response.redirect(303, '/actions')
})

app.get('/actions', (request, response) => {
  const mine = store.actionsOf(connected(request).grantId)
  response.send(pages.actions(mine.map((action) => [action, store.confirmation(action.requestId)])))
})

app.post('/disconnect', form, (request, response) => {
  store.forgetGrant(checked(request).grantId)
  response.redirect(303, '/disconnected')
})
app.get('/disconnected', (request, response) => response.send(pages.disconnected()))
app.get('/help', (request, response) => response.send(pages.help()))
app.get('/support', (request, response) => response.send(pages.support(String(request.query.reference ?? '').slice(0, 40))))
app.get('/support/hand-over', (request, response) => {
  response.send(pages.handOver(store.actionsOf(connected(request).grantId).slice(0, 20)))
})

// Signed over the bytes as they came, with the client secret. Features we do not know are welcome.
app.post('/webhook', express.raw({ type: () => true, limit: '1mb' }), (request, response) => {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const signature = crypto.createHmac('sha256', settings.clientSecret).update(raw).digest('hex')
  if (!alike(request.get('x-nuki-signature-sha256') ?? '', signature)) return response.sendStatus(401)
  let told
  try { told = JSON.parse(raw) } catch { return response.sendStatus(400) }
  if (typeof told?.requestId === 'string' && 'success' in told) {
    store.confirm(told.requestId, { success: told.success === true, code: String(told.errorCode ?? '') })
  }
  response.sendStatus(204)
})

app.use((request) => { throw new Trouble(404, 'There is no such page.', 'Go back to your doors.') })
app.use((error, request, response, next) => {
  const reference = crypto.randomBytes(4).toString('hex').toUpperCase()
  const trouble = error instanceof Trouble ? error : new Trouble(500, 'We have made a mistake.', 'Try again, or ask our support.')
  console.info('Trouble %s at %s: %s', reference, request.path, error instanceof Trouble ? trouble.what : error.stack)
  response.status(trouble.status).send(pages.error(trouble, reference))
})

app.listen(settings.port, '127.0.0.1')
