// Getting tokens by simple-oauth2, renewing them one at a time for each grant, losing them.
import { AuthorizationCode } from 'simple-oauth2'

import { SCOPES, settings } from './settings.js'
import { store } from './store.js'
import { GrantLost, Trouble, unavailable } from './trouble.js'

const EARLY_SECONDS = 60
const oauth = new AuthorizationCode({
  client: { id: settings.clientId, secret: settings.clientSecret },
  auth: { tokenHost: settings.nukiUrl, tokenPath: '/oauth/token', authorizePath: '/oauth/authorize' },
  options: { authorizationMethod: 'body' },
  http: { json: 'force', timeout: 8000 }, // force: Nuki has labelled tokens as text/plain
})
const renewals = new Map()

export const consentUrl = (state) =>
  oauth.authorizeURL({ redirect_uri: settings.redirectUri, scope: Object.keys(SCOPES).join(' '), state })

export async function exchange (code) {
  let got
  try {
    got = await oauth.getToken({ code, redirect_uri: settings.redirectUri })
  } catch (error) {
    const status = error.output?.statusCode
    console.warn('The exchange of a code failed: %s', status ?? error.code)
    if (status >= 400 && status < 500 && error.data?.payload) {
      throw new Trouble(400, 'Nuki did not complete the connection.', 'Connect again from the start page.')
    }
    throw unavailable()
  }
  return complete(got.token)
}

export async function access (grantId) {
  const tokens = kept(grantId)
  return fresh(tokens) ? tokens.access_token : renewed(grantId, tokens.access_token)
}

// An access token other than the refused one. Who comes while a renewal is under way waits for it.
export async function renewed (grantId, refused) {
  const tokens = kept(grantId)
  if (tokens.access_token !== refused && fresh(tokens)) return tokens.access_token
  if (!renewals.has(grantId)) {
    renewals.set(grantId, renew(grantId, tokens).finally(() => renewals.delete(grantId)))
  }
  return renewals.get(grantId)
}

async function renew (grantId, tokens) {
  let got
  try {
    got = await oauth.createToken(tokens).refresh()
  } catch (error) {
    if (error.data?.payload?.error === 'invalid_grant') {
      console.warn('A grant is lost')
      store.forgetGrant(grantId)
      throw new GrantLost()
    }
    console.warn('A renewal failed: %s; the grant is kept', error.output?.statusCode ?? error.code)
    throw unavailable()
  }
  const fresh = complete({ ...got.token, refresh_token: got.token.refresh_token ?? tokens.refresh_token })
  store.keepTokens(grantId, fresh) // before anybody uses it: the old one is spent
  return fresh.access_token
}

function complete (token) {
  if (typeof token?.access_token !== 'string' || typeof token.refresh_token !== 'string') throw unavailable()
  return token
}

function kept (grantId) {
  const tokens = store.tokens(grantId)
  if (!tokens) throw new GrantLost()
  return tokens
}

const fresh = (tokens) => !oauth.createToken(tokens).expired(EARLY_SECONDS)
