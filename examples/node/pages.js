// Every page. Plain HTML without scripts; whatever comes from outside is escaped.
import { SCOPES, settings } from './settings.js'

const MEANINGS = {
  42: 'The motor is blocked. Check that the door is closed properly, then try again.',
  45: 'The lock is busy. Wait a few seconds, then try again.',
  49: 'The battery is too weak. Change the batteries.',
  '4c': 'The battery is too weak. Change the batteries.',
  ff: 'The lock could not be reached. Check its power and network, then try again.',
}
const STATES = { 1: 'locked', 2: 'unlocking', 3: 'unlocked', 4: 'locking', 5: 'unlatched', 254: 'motor blocked' }
const STYLE = 'body{font:1.1rem/1.5 system-ui;max-width:40rem;margin:2rem auto;padding:0 1rem}nav a{margin-right:1rem}' +
  'button{font:inherit;padding:.5rem 1rem}'
const MENU = { '/': 'Start', '/doors': 'Doors', '/actions': 'Requests', '/help': 'Help', '/support': 'Support' }
const esc = (text) => String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

function page (title, body, again) {
  const links = Object.entries(MENU).map(([to, name]) => `<a href="${to}">${name}</a>`).join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${esc(title)}</title>` +
    (again ? `<meta http-equiv="refresh" content="${again}">` : '') +
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>` +
    `<body><nav>${links}</nav><main><h1>${esc(title)}</h1>${body}</main></body></html>`
}

const button = (session, to, name) => `<form method="post" action="${to}">` +
  `<input type="hidden" name="csrf" value="${esc(session.csrf)}"><button>${name}</button></form>`

export const home = () => page('Harbour rooms', '<p>Lock and unlock the doors of your rooms.</p>' +
  '<p><a id="connect" href="/connect">Connect with Nuki</a></p>')

export function doors (session, list) {
  const rows = list.map((door) => `<section><h2>${esc(door.name)}</h2><p>${STATES[door.state?.state] ?? 'unknown'}</p>` +
    button(session, `/doors/${Number(door.smartlockId)}/unlock`, 'Unlock') +
    button(session, `/doors/${Number(door.smartlockId)}/lock`, 'Lock') + '</section>')
  return page('Your doors', (rows.join('') || '<p>No door was shared with us.</p>') +
    button(session, '/disconnect', 'Disconnect and log out'))
}

// The word and the sentence for what became of an action: success is what a webhook confirmed, nothing else.
function outcome (action, confirmation) {
  if (confirmation?.success) return ['confirmed', 'The lock has confirmed it.']
  if (confirmation) {
    return ['failed', MEANINGS[confirmation.code.toLowerCase()] ?? 'The lock did not do it. Try again, or use the key.']
  }
  return Date.now() < action.at + settings.confirmMs
    ? ['waiting', 'The request is on its way. This page looks again by itself.']
    : ['unconfirmed', 'The lock has not answered. Look at the door before you rely on it.']
}

// The last request at each door; `told` pairs actions with what was confirmed, newest first.
export function actions (told) {
  const seen = new Set()
  const last = told.filter(([action]) => !seen.has(action.door) && seen.add(action.door))
  const rows = last.map(([action, confirmation]) => {
    const [word, sentence] = outcome(action, confirmation)
    return `<p id="door-${action.door}" data-outcome="${word}">${action.verb}: <strong>${word}</strong>. ${sentence} ` +
      `Reference ${action.reference}. <a href="/support?reference=${action.reference}">Ask our support</a></p>`
  })
  const open = rows.some((row) => /data-outcome="(waiting|unconfirmed)"/.test(row))
  return page('Your last requests', rows.join('') || '<p>None yet.</p>', open ? 2 : undefined)
}

export function error (trouble, reference) {
  const connect = trouble.status === 401 || /onnect again/.test(trouble.nextStep)
  const [to, name] = connect ? ['/connect', 'Connect with Nuki'] : ['/doors', 'Your doors']
  return page('That did not work', `<p id="error">${esc(trouble.what)}</p>` +
    `<p id="next-step">${esc(trouble.nextStep)} <a href="${to}">${name}</a></p>` +
    `<p>Reference <code id="reference">${reference}</code>. ` +
    `<a href="/support?reference=${reference}">Ask our support</a></p>`)
}

export const disconnected = () => page('Disconnected', '<p>We have deleted our access to your doors. To remove it at ' +
  'Nuki too, open Nuki Web, choose your account and then Integrations.</p><a href="/connect">Connect again</a>')

export const support = (reference) => page('Support', `<p>Write to <a href="mailto:${esc(settings.support)}">` +
  `${esc(settings.support)}</a>. We answer within a day, and speak with Nuki ourselves where it is needed.</p>` +
  (reference ? `<p>Your reference is <code>${esc(reference)}</code>. Name it in your mail.</p>` : '') +
  '<p>What we would tell Nuki about your last requests: <a href="/support/hand-over">hand-over</a>.</p>')

export const handOver = (list) => page('Hand-over to Nuki', '<p>No secret is in it.</p><ul>' + list.map((action) =>
  `<li>${new Date(action.at).toISOString()}, smartlock ${action.door}, ${action.verb}, requestId ` +
  `${esc(action.requestId)}</li>`).join('') + '</ul>')

export const help = () => page('Help', '<h2>What it does</h2><p>You can lock and unlock your doors here. It works with ' +
  'the Nuki Smart Lock (all generations) and the Nuki Smart Door.</p><h2>Connect</h2><ol><li>Press “Connect with ' +
  'Nuki”.</li><li>Log in at Nuki and choose your doors.</li><li>Press Allow; you come back to your doors.</li></ol>' +
  `<p>We ask for:</p><ul>${Object.entries(SCOPES).map(([scope, why]) => `<li><code>${scope}</code>: ${why}</li>`).join('')}</ul>` +
  '<h2>Reconnect</h2><p>If the connection has ended you are logged out. Connect again in the same way.</p>' +
  '<h2>Disconnect</h2><p>Press “Disconnect and log out” below your doors. We delete our access at once.</p>' +
  '<h2>Problems</h2><p>“Unconfirmed” means that the lock has not answered: look at the door. “Failed” says what the ' +
  'lock needs. If Nuki cannot be reached, wait a minute. For all else there is <a href="/support">our support</a>.</p>')
