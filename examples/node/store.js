// Everything that is kept, in one file that is replaced as a whole. Tokens are encrypted in it.
import crypto from 'node:crypto'
import fs from 'node:fs'

import { settings } from './settings.js'

const STATE_MS = 600_000
const SESSION_MS = 30 * 86_400_000
const KEPT = 1000
const empty = { sessions: {}, states: {}, grants: {}, actions: {}, confirmations: {} }
const kept = fs.existsSync(settings.file) ? JSON.parse(fs.readFileSync(settings.file, 'utf8')) : empty
export const random = (bytes = 32) => crypto.randomBytes(bytes).toString('base64url')
export const digest = (value) => crypto.createHash('sha256').update(String(value)).digest('hex')

function save () {
  for (const table of [kept.actions, kept.confirmations]) {
    for (const old of Object.keys(table).slice(0, -KEPT)) delete table[old]
  }
  for (const [table, age] of [[kept.states, STATE_MS], [kept.sessions, SESSION_MS]]) {
    for (const [id, one] of Object.entries(table)) if (one.made < Date.now() - age) delete table[id]
  }
  fs.writeFileSync(`${settings.file}.new`, JSON.stringify(kept), { mode: 0o600, flush: true })
  fs.renameSync(`${settings.file}.new`, settings.file)
}

function sealed (plain, grantId) {
  const nonce = crypto.randomBytes(12)
  const cipher = crypto.createCipheriv('aes-256-gcm', settings.key, nonce).setAAD(Buffer.from(grantId))
  return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

function opened (text, grantId) {
  const raw = Buffer.from(text, 'base64')
  const cipher = crypto.createDecipheriv('aes-256-gcm', settings.key, raw.subarray(0, 12))
  cipher.setAAD(Buffer.from(grantId)).setAuthTag(raw.subarray(-16))
  return cipher.update(raw.subarray(12, -16), undefined, 'utf8') + cipher.final('utf8')
}

export const store = {
  newSession (grantId = null) {
    const session = { id: random(), csrf: random(), grantId }
    kept.sessions[digest(session.id)] = { csrf: session.csrf, grantId, made: Date.now() }
    save()
    return session
  },
  session (cookie) {
    const one = kept.sessions[digest(cookie)]
    return one && one.made > Date.now() - SESSION_MS ? { id: cookie, ...one } : null
  },
  endSession (cookie) { delete kept.sessions[digest(cookie)]; save() },

  keepState (state, session) { kept.states[digest(state)] = { session: digest(session.id), made: Date.now() }; save() },
  // The digest of the session it was made for; it is gone afterwards.
  takeState (state) {
    const one = kept.states[digest(state)]
    delete kept.states[digest(state)]
    save()
    return one && one.made > Date.now() - STATE_MS ? one.session : null
  },

  keepTokens (grantId, tokens) { kept.grants[grantId] = sealed(JSON.stringify(tokens), grantId); save() },
  tokens (grantId) { return kept.grants[grantId] ? JSON.parse(opened(kept.grants[grantId], grantId)) : null },
  // The tokens go, and everybody who was logged in by them is logged out.
  forgetGrant (grantId) {
    delete kept.grants[grantId]
    for (const [id, one] of Object.entries(kept.sessions)) if (one.grantId === grantId) delete kept.sessions[id]
    save()
  },

  addAction (action) { kept.actions[action.reference] = action; save() },
  actionsOf (grantId) { return Object.values(kept.actions).filter((one) => one.grantId === grantId).reverse() },
  // The first word counts; it may come before Nuki's answer to our request.
  confirm (requestId, told) { kept.confirmations[`r${requestId}`] ??= told; save() },
  confirmation (requestId) { return kept.confirmations[`r${requestId}`] },
}
