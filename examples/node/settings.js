// What the house is told by its environment.
import process from 'node:process'

const env = process.env
const need = (name) => {
  if (!env[name]) { console.error(`Set ${name} in the environment.`); process.exit(2) }
  return env[name]
}

const url = need('ROOMS_URL').replace(/\/$/, '')
if (!url.startsWith('https://')) {
  console.error('ROOMS_URL must begin with https://: Nuki sends nobody back over plain HTTP.')
  process.exit(2)
}
const key = Buffer.from(need('ROOMS_KEY'), 'base64')
if (key.length !== 32) {
  console.error('ROOMS_KEY must be 32 bytes in base64: openssl rand -base64 32')
  process.exit(2)
}

export const settings = {
  url,
  key,
  redirectUri: `${url}/callback`, // registered at Nuki exactly so
  clientId: need('NUKI_CLIENT_ID'),
  clientSecret: need('NUKI_CLIENT_SECRET'),
  nukiUrl: (env.NUKI_URL ?? 'https://api.nuki.io').replace(/\/$/, ''),
  file: env.ROOMS_FILE ?? 'rooms.json',
  port: Number(env.ROOMS_PORT ?? 8000),
  confirmMs: Number(env.ROOMS_CONFIRM_SECONDS ?? 30) * 1000,
  support: env.ROOMS_SUPPORT ?? 'support@harbour-rooms.example',
}

// What we ask Nuki for, and why.
export const SCOPES = {
  'smartlock.readOnly': 'to list your doors and show their state',
  'smartlock.action': 'to lock and unlock when you press a button',
  'webhook.central': 'so that Nuki tells us whether the lock has done it',
}
